package io.coopserve.store;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many versions are kept. */
@ConfigMapping(prefix = "coop.limits")
public interface VersionLimit {
    /** Versions of one prompt. */
    @Min(1)
    @WithDefault("100")
    int versions();
}
