package io.coopserve.store;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How many versions are kept. */
@ConfigMapping(prefix = "coop.limits")
public interface VersionLimit {
    /** Versions of one prompt. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("100")
    int versions();
}
