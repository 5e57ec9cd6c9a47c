package io.coopserve.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;

/** A pod with our container, whatever makes it. */
record Pod(String maker, Container container, List<Volume> volumes, String serviceAccount,
        Map<String, String> environment) {
    /** All pods of a kustomization. */
    static List<Pod> of(Manifests manifests) {
        return Stream.of(manifests.all(Deployment.class).stream().map(Deployment::getSpec).map(spec -> of(manifests,
                "Deployment", spec.getTemplate().getSpec())),
                manifests.all(CronJob.class).stream().map(job -> job.getSpec().getJobTemplate().getSpec().getTemplate())
                        .map(template -> of(manifests, "CronJob", template.getSpec())),
                manifests.all(io.fabric8.knative.serving.v1.Service.class).stream().map(service -> service.getSpec()
                        .getTemplate()).map(template -> of(manifests, template.getSpec())))
                .flatMap(pods -> pods).toList();
    }

    private static Pod of(Manifests manifests, String maker, PodSpec spec) {
        Container container = spec.getContainers().get(0);
        return new Pod(maker, container, spec.getVolumes(), spec.getServiceAccountName(), environment(manifests,
                container));
    }

    private static Pod of(Manifests manifests, RevisionSpec spec) {
        Container container = spec.getContainers().get(0);
        return new Pod("Knative", container, spec.getVolumes(), spec.getServiceAccountName(), environment(manifests,
                container));
    }

    /** As Kubernetes puts it together: what is named singly wins. Secrets, whose content is not known here, add nothing. */
    private static Map<String, String> environment(Manifests manifests, Container container) {
        Map<String, String> environment = new HashMap<>();
        container.getEnvFrom().stream().filter(from -> from.getConfigMapRef() != null).map(from -> from.getConfigMapRef()
                .getName()).map(name -> manifests.all(ConfigMap.class).stream()
                        .filter(map -> map.getMetadata().getName()
                                .equals(name))
                        .findFirst().orElseThrow(() -> new AssertionError("no ConfigMap " + name)))
                .forEach(
                        map -> environment.putAll(map.getData()));
        for (EnvVar variable : container.getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        return environment;
    }

    /** The volume that a path of the container is on. */
    Volume volumeOf(String path) {
        return container.getVolumeMounts().stream().filter(mount -> (path + "/").startsWith(mount.getMountPath() + "/")).map(
                mount -> volumes.stream().filter(volume -> volume.getName().equals(mount.getName())).findFirst().orElseThrow())
                .findFirst().orElseThrow(() -> new AssertionError(maker + ": " + path + " is on no volume"));
    }

    @Override
    public String toString() {
        return maker + " of " + container.getImage();
    }
}
