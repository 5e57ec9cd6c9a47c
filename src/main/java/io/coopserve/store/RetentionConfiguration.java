package io.coopserve.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How long what nobody needs is kept. */
@ConfigMapping(prefix = "coop.retention")
public interface RetentionConfiguration {
    /** How often what has expired is looked for; 0 for never. */
    @WithDefault("1h")
    Duration interval();

    /**
     * How old what belongs to nothing has to be before it is deleted, as images of an upload that was cut off. An upload may take
     * half of it.
     */
    @WithDefault("2h")
    Duration grace();

    /** Newest versions that are kept of each prompt, besides the current one; by default all, see coop.limits.versions. */
    Optional<@WithConverter(Bounded.FromOne.class) Integer> versions();

    /** Runs that ended longer ago are forgotten, with their Idempotency-Keys; the versions they published stay. */
    @WithDefault("30d")
    Duration runs();

    /** Events and checkpoints of runs that ended longer ago are forgotten; how the run ended stays. */
    @WithDefault("1d")
    Duration events();

    /** What is different for some tenants, by their names. */
    Map<String, OfTenant> tenants();

    /** Of one tenant. */
    interface OfTenant {
        /** As coop.retention.versions. */
        Optional<@WithConverter(Bounded.FromOne.class) Integer> versions();
    }
}
