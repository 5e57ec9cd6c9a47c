package io.coopserve.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Where runs are performed, and how many at once. */
@ConfigMapping(prefix = "coop.adapt")
public interface AdaptConfiguration {
    /** Where runs are performed. */
    @WithDefault("local")
    Executor executor();

    /** Runs that train at the same time in this process. */
    @WithConverter(Bounded.Runs.class)
    @WithDefault("2")
    int concurrent();

    /** Runs that may wait in this process; more are refused with 429. */
    @WithConverter(Bounded.FromZero.class)
    @WithDefault("16")
    int queue();

    /**
     * How long a replica may show no sign of life before others take over its runs. It shows three in that time.
     */
    @WithConverter(Bounded.Lease.class)
    @WithDefault("15s")
    Duration lease();

    /**
     * How long a run whose request is its stream goes on after the connection was closed, unless somebody follows it again; 0 to
     * cancel it at once.
     */
    @WithConverter(Bounded.Delay.class)
    @WithDefault("10s")
    Duration reattach();

    /**
     * Name of the Knative service, as Knative sets it. There a pod is kept only by open requests, so that with the local
     * executor a run is accepted only together with the request that follows it.
     */
    @WithDefault("${K_SERVICE:}")
    Optional<String> knativeService();

    /** Places where runs are performed. */
    enum Executor {
        /** This process. */
        LOCAL,
        /** A Kubernetes Job of its own for every run. */
        KUBERNETES;

        String identifier() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
