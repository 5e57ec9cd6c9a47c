package io.coopserve.learn;

import java.time.Duration;

import io.coopserve.bounds.Bounded;
import io.coopserve.bounds.PrecisionName;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How training steps are computed, and for how long. */
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
    @WithConverter(PrecisionName.OfTraining.class)
    @WithDefault("fp32")
    String precision();

    /** How often a run keeps where its training is, so that another attempt at it can go on from there. */
    @WithConverter(Bounded.Period.class)
    @WithDefault("10s")
    Duration checkpoint();

    /** How long a run may take from its start; one that meets its deadline between two steps ends there, and fails. */
    @WithConverter(Bounded.Period.class)
    @WithDefault("1h")
    Duration deadline();
}
