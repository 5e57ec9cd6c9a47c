package io.coopserve.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.coopserve.run.AdaptationRun;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ScalableResource;

/** The Kubernetes Jobs of runs, one for each. Its methods throw {@code KubernetesClientException}. */
final class RunJobs {
    private static final Logger LOG = Logger.getLogger(RunJobs.class);
    /** Which container gets the command, if the template has several. */
    private static final String CONTAINER = "coop-serve";

    private final KubernetesClient client;
    private final KubernetesConfiguration configuration;
    private final String namespace;

    RunJobs(KubernetesClient client, KubernetesConfiguration configuration) {
        this.client = client;
        this.configuration = configuration;
        this.namespace = configuration.namespace().orElse(client.getNamespace());
    }

    /** @throws IllegalStateException if there is no template */
    void create(AdaptationRun run) {
        CronJob cronJob = client.batch().v1().cronjobs().inNamespace(namespace).withName(configuration.cronJob()).get();
        if (cronJob == null) {
            throw new IllegalStateException(
                    "there is no CronJob %s in namespace %s to make Jobs from (coop.adapt.kubernetes.cron-job)"
                            .formatted(configuration.cronJob(), namespace));
        }
        Job job = job(cronJob.getSpec().getJobTemplate(), run);
        client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
        LOG.infof("Run %s of tenant %s goes on as Job %s", run.id(), run.tenant(), job.getMetadata().getName());
    }

    private Job job(JobTemplateSpec template, AdaptationRun run) {
        JobBuilder job = new JobBuilder().withMetadata(template.getMetadata()).withSpec(template.getSpec()).editOrNewMetadata()
                .withName(name(run)).withNamespace(namespace).addToLabels(Map.of("app.kubernetes.io/component", "run",
                        "coop-serve/tenant", run.tenant().value(), "coop-serve/run", run.id()))
                .addToAnnotations("cronjob.kubernetes.io/instantiate", "manual").endMetadata();
        configuration.queue().ifPresent(queue -> job.editMetadata().addToLabels("kueue.x-k8s.io/queue-name", queue)
                .endMetadata());
        Job built = job.build();
        List<Container> containers = built.getSpec().getTemplate().getSpec().getContainers();
        Container performer = containers.stream().filter(container -> container.getName().equals(CONTAINER)).findFirst()
                .orElse(containers.get(0));
        performer.setArgs(List.of("run", run.tenant() + "/" + run.id()));
        return built;
    }

    /** Why a run's Job will do no more; empty while it may. */
    Optional<String> ended(AdaptationRun run) {
        Job job = resource(run).get();
        if (job == null) {
            return Optional.of("its Job is gone");
        }
        if (job.getStatus() == null || job.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream().filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> List.of("Complete", "Failed").contains(condition.getType())).map(RunJobs::reason)
                .findFirst();
    }

    private static String reason(JobCondition condition) {
        return "its Job ended: " + (condition.getReason() == null ? condition.getType() : condition.getReason());
    }

    boolean exists(AdaptationRun run) {
        return resource(run).get() != null;
    }

    /** The Job is gone only after its pods are. */
    void delete(AdaptationRun run) {
        resource(run).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    }

    private ScalableResource<Job> resource(AdaptationRun run) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name(run));
    }

    private static String name(AdaptationRun run) {
        return "coop-run-" + run.id();
    }
}
