package io.coopserve.run;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How much one tenant may have under way. */
@ConfigMapping(prefix = "coop.limits")
public interface RunLimits {
    /** Runs of one tenant that are under way or wait; more are refused with 429. */
    @WithConverter(Bounded.FromOne.class)
    @WithName("runs-per-tenant")
    @WithDefault("4")
    int perTenant();
}
