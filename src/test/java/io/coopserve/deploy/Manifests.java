package io.coopserve.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;

/** The objects of a kustomization, parsed so that an unknown field fails. */
record Manifests(List<HasMetadata> objects) {
    static final Path ROOT = Path.of("k8s");
    private static final List<List<String>> KUSTOMIZE = List.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"));
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("v1/ServiceAccount", ServiceAccount.class,
            "v1/ConfigMap", ConfigMap.class, "v1/Service", io.fabric8.kubernetes.api.model.Service.class,
            "apps/v1/Deployment", Deployment.class, "batch/v1/CronJob", CronJob.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class, "rbac.authorization.k8s.io/v1/Role", Role.class,
            "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class, "serving.knative.dev/v1/Service", Service.class);
    private static final ObjectMapper STRICT = new ObjectMapper(YAMLFactory.builder().enable(
            StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    static {
        // the models take unknown fields by a setter for any
        STRICT.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
            private static final long serialVersionUID = 1;

            @Override
            public Boolean hasAnySetter(Annotated annotated) {
                return false;
            }
        });
    }

    /** Whether kustomizations can be put together here. */
    static boolean canRender() {
        return kustomize().isPresent();
    }

    private static Optional<List<String>> kustomize() {
        return KUSTOMIZE.stream().filter(command -> Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files
                .isExecutable(Path.of(folder, command.get(0))))).findFirst();
    }

    /** What would be applied to a cluster. */
    static Manifests rendered(String folder) {
        try {
            List<String> command = new ArrayList<>(kustomize().orElseThrow());
            command.add(ROOT.resolve(folder).toString());
            Path errors = Files.createTempFile("kustomize", ".log");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + Files.readString(errors));
            }
            return new Manifests(parse(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every object of a text; parts that are no object, such as a patch that deletes one, have to be left out before. */
    static List<HasMetadata> parse(String yaml) {
        try {
            List<HasMetadata> objects = new ArrayList<>();
            for (JsonNode node : STRICT.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll()) {
                String kind = node.path("apiVersion").asText() + "/" + node.path("kind").asText();
                if (!KINDS.containsKey(kind)) {
                    throw new IllegalArgumentException("no model of " + kind);
                }
                objects.add(STRICT.treeToValue(node, KINDS.get(kind)));
            }
            return objects;
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> kind) {
        List<T> found = all(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + kind);
        }
        return found.get(0);
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
