package io.coopserve.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.hibernate.validator.constraints.time.DurationMin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where runs are performed, and how many at once. */
@ConfigMapping(prefix = "coop.adapt")
public interface AdaptConfiguration {
    /** Where runs are performed. */
    @WithDefault("local")
    Executor executor();

    /** Runs that train at the same time in this process. */
    @Min(1)
    @Max(64)
    @WithDefault("2")
    int concurrent();

    /** Runs that may wait in this process; more are refused with 429. */
    @Min(0)
    @WithDefault("16")
    int queue();

    /** How long a run may take from its start; one that meets its deadline between two steps ends there, and fails. */
    @DurationMin(millis = 1)
    @WithDefault("1h")
    Duration deadline();

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
