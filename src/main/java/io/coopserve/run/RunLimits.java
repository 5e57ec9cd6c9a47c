package io.coopserve.run;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How much one tenant may have under way. */
@ConfigMapping(prefix = "coop.limits")
public interface RunLimits {
    /** Runs of one tenant that are under way or wait; more are refused with 429. */
    @Min(1)
    @WithName("runs-per-tenant")
    @WithDefault("4")
    int perTenant();
}
