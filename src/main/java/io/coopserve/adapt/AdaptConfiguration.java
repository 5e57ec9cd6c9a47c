package io.coopserve.adapt;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many runs at once. */
@ConfigMapping(prefix = "coop.adapt")
public interface AdaptConfiguration {
    /** Runs that train at the same time. */
    @Min(1)
    @Max(64)
    @WithDefault("2")
    int concurrent();

    /** Runs that may wait; more are refused with 429. */
    @Min(0)
    @WithDefault("16")
    int queue();
}
