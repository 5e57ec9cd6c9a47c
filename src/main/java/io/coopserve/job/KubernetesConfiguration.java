package io.coopserve.job;

import java.util.Optional;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How runs become Kubernetes Jobs. The client itself is configured as kubectl is, or by the pod's service account. */
@ConfigMapping(prefix = "coop.adapt.kubernetes")
public interface KubernetesConfiguration {
    /** A suspended CronJob whose job template the Jobs are made from, as {@code kubectl create job --from=cronjob/…} does. */
    @WithDefault("coop-serve-run")
    String cronJob();

    /** Namespace of that CronJob and of the Jobs; by default the pod's own. */
    Optional<String> namespace();

    /** Kueue's local queue, which then decides when a Job starts. */
    Optional<String> queue();

    /** Jobs that may exist at once and wait to be scheduled; more are refused with 429. */
    @WithConverter(Bounded.FromOne.class)
    @WithDefault("64")
    int jobs();
}
