package io.coopserve.adapt;

import jakarta.validation.constraints.Pattern;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How training steps are computed. */
@ConfigMapping(prefix = "coop.adapt")
public interface TrainingConfiguration {
    /**
     * What a training step may hold beside the model. A class list that needs more passes the text tower in parts, all but the
     * last of them twice.
     */
    @WithDefault("1G")
    MemorySize activations();

    /**
     * Products of the text tower in training: fp32 or bf16. Contexts, their gradients, LayerNorm, softmax and the loss are in
     * fp32 in any case, and so are published class weights.
     */
    @Pattern(regexp = "fp32|bf16")
    @WithDefault("fp32")
    String precision();
}
