package io.coopserve.clip;

import java.nio.file.Path;

import io.coopserve.bounds.Bounded;
import io.coopserve.bounds.PrecisionName;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Which CLIP is served, and where it computes. */
@ConfigMapping(prefix = "coop.clip")
public interface ModelConfiguration {
    /**
     * {@code demo} (embedded, for trying out), the path of a CLIP, {@code hf:owner/name[@revision]} on the Hugging Face Hub, or
     * {@code s3://bucket/prefix} on the server that {@code coop.store} names.
     */
    @WithDefault("demo")
    String model();

    /** {@code auto} (a GPU if there is one), {@code cpu} or {@code gpu:N}. */
    @WithDefault("auto")
    String device();

    /** Threads of one operation on the CPU; 0: one per core, or a single one for a model as small as the demo. */
    @WithConverter(Bounded.FromZero.class)
    @WithDefault("0")
    int threads();

    /**
     * What the image tower computes in: {@code fp32}, {@code bf16}, {@code fp16}, or {@code auto}: fp16 on a GPU, bf16 on a
     * CPU with AMX or AVX512-BF16, else fp32, and for a model as small as the demo always fp32.
     */
    @WithConverter(PrecisionName.OfServing.class)
    @WithDefault("auto")
    String precision();

    /** Where fingerprints of weight files, and models from S3, are kept. */
    @WithDefault("${user.home}/.cache/coop-serve")
    Path cacheDir();
}
