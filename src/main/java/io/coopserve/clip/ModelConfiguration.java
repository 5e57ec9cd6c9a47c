package io.coopserve.clip;

import java.nio.file.Path;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which CLIP is served, and where it computes. */
@ConfigMapping(prefix = "coop.clip")
public interface ModelConfiguration {
    /** {@code demo} (embedded, for trying out) or the path of a Hugging Face CLIP folder. */
    @WithDefault("demo")
    String model();

    /** {@code auto} (a GPU if there is one), {@code cpu} or {@code gpu:N}. */
    @WithDefault("auto")
    String device();

    /** Threads of one operation on the CPU; 0: one per core, or a single one for a model as small as the demo. */
    @Min(0)
    @WithDefault("0")
    int threads();

    /** Where fingerprints of weight files are kept. */
    @WithDefault("${user.home}/.cache/coop-serve")
    Path cacheDir();
}
