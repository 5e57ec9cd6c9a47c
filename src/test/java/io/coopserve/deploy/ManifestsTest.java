package io.coopserve.deploy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.smallrye.config.SmallRyeConfig;

/** The manifests against Kubernetes' models, the application's configuration and each other. */
class ManifestsTest {
    private static final ConfigurationKeys KEYS = new ConfigurationKeys();
    /** Where models of the Hub go: Hugging Face's own variable, so no key. */
    private static final String HUB = "HF_HOME";

    /** The files one by one: it needs no kustomize, so it sees every manifest, but no ConfigMap and nothing merged. */
    @ParameterizedTest
    @MethodSource
    void fileHasNoUnknownField(Path file) {
        assertFalse(Manifests.parse(Manifests.read(file)).isEmpty());
    }

    static Stream<Path> fileHasNoUnknownField() {
        return Manifests.files(Manifests.ROOT).stream().filter(file -> file.toString().endsWith(".yaml")).filter(
                file -> !Set.of("kustomization.yaml", "references.yaml").contains(file.getFileName().toString()));
    }

    @Test
    void unknownAndRepeatedFieldsAreNoticed() {
        String service = "apiVersion: v1\nkind: Service\nspec:\n  ports: []\n";
        assertEquals(1, Manifests.parse(service).size());
        assertThrows(IllegalArgumentException.class, () -> Manifests.parse(service + "  prots: []\n"));
        assertThrows(IllegalArgumentException.class, () -> Manifests.parse(service + "  ports: []\n"));
    }

    /** What would be applied, put together by kubectl. */
    @Nested
    class Rendered {
        @BeforeAll
        static void kustomize() {
            assumeTrue(Manifests.canRender(), "neither kubectl nor kustomize is on the path: only the single files were read");
        }

        static Stream<Manifests> all() {
            return Stream.of("base", "overlays/gpu", "overlays/knative").map(Manifests::rendered);
        }

        static Stream<Pod> pods() {
            return all().flatMap(manifests -> Pod.of(manifests).stream());
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "overlays/gpu", "overlays/knative"})
        void kustomizationHasNoUnknownField(String folder) {
            assertFalse(Manifests.rendered(folder).objects().isEmpty());
        }

        @ParameterizedTest
        @MethodSource("pods")
        void everyVariableIsAKeyAndItsValueIsTaken(Pod pod) {
            assertEquals(Set.of(),
                    pod.environment().keySet().stream().filter(name -> !KEYS.isVariable(name) && !name.equals(HUB))
                            .collect(Collectors
                                    .toSet()));
            KEYS.read(pod.environment());
        }

        @ParameterizedTest
        @MethodSource("pods")
        void containerIsUnprivileged(Pod pod) {
            var security = pod.container().getSecurityContext();
            assertTrue(security.getRunAsNonRoot());
            assertTrue(security.getReadOnlyRootFilesystem());
            assertFalse(security.getAllowPrivilegeEscalation());
            assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
            assertNotNull(pod.container().getResources().getLimits().get("memory"));
            assertNotNull(pod.container().getResources().getRequests().get("cpu"));
        }

        @ParameterizedTest
        @MethodSource("pods")
        void everyPathThatIsWrittenIsOnAWritableVolume(Pod pod) {
            SmallRyeConfig configuration = KEYS.read(pod.environment());
            for (String key : List.of("java.io.tmpdir", "quarkus.http.body.uploads-directory", "coop.clip.cache-dir")) {
                assertNotNull(pod.volumeOf(configuration.getValue(key, String.class)).getEmptyDir());
            }
            assertNotNull(pod.volumeOf(pod.environment().get(HUB)).getEmptyDir());
            assertEquals("s3", configuration.getValue("coop.store.kind", String.class)); // a folder would need a volume
            pod.container().getVolumeMounts().forEach(mount -> assertNotNull(pod.volumeOf(mount.getMountPath())));
        }

        @ParameterizedTest
        @MethodSource("all")
        void serversListenAreProbedAndFindTheirKeys(Manifests manifests) {
            Pod server = server(manifests);
            SmallRyeConfig configuration = KEYS.read(server.environment());
            ContainerPort port = server.container().getPorts().get(0);
            assertEquals(configuration.getValue("quarkus.http.port", Integer.class), port.getContainerPort());
            assertEquals("0.0.0.0", configuration.getValue("quarkus.http.host", String.class));
            assertProbe(server.container().getStartupProbe(), "/q/health/started", port);
            assertProbe(server.container().getReadinessProbe(), "/q/health/ready", port);
            assertProbe(server.container().getLivenessProbe(), "/q/health/live", port);
            assertNotNull(server.volumeOf(configuration.getValue("coop.auth.keys-file", String.class)).getSecret());
        }

        private static void assertProbe(Probe probe, String path, ContainerPort port) {
            assertEquals(path, probe.getHttpGet().getPath());
            if (probe.getHttpGet().getPort() != null) { // Knative wants none
                assertEquals(port.getName(), probe.getHttpGet().getPort().getStrVal());
            }
        }

        private static Pod server(Manifests manifests) {
            return Pod.of(manifests).stream().filter(pod -> !pod.maker().equals("CronJob")).findFirst().orElseThrow();
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "overlays/gpu"})
        void everySelectorFindsTheServersPods(String folder) {
            Manifests manifests = Manifests.rendered(folder);
            Deployment deployment = manifests.only(Deployment.class);
            Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
            var service = manifests.only(io.fabric8.kubernetes.api.model.Service.class).getSpec();
            NetworkPolicy policy = manifests.only(NetworkPolicy.class);
            ContainerPort port = deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getPorts().get(0);
            assertAll(Stream.of(deployment.getSpec().getSelector().getMatchLabels(), service.getSelector(), manifests.only(
                    PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels(), policy.getSpec().getPodSelector()
                            .getMatchLabels())
                    .map(selector -> () -> {
                        assertFalse(selector.isEmpty());
                        assertTrue(labels.entrySet().containsAll(selector.entrySet()), () -> selector + " of " + labels);
                    }));
            assertEquals(port.getName(), service.getPorts().get(0).getTargetPort().getStrVal());
            assertEquals(port.getContainerPort(), policy.getSpec().getIngress().get(0).getPorts().get(0).getPort().getIntVal());
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "overlays/gpu"})
        void kubernetesWaitsLongerThanAShutdownTakes(String folder) {
            Manifests manifests = Manifests.rendered(folder);
            SmallRyeConfig configuration = KEYS.read(server(manifests).environment());
            long seconds = Stream.of("delay", "timeout").mapToLong(part -> configuration.getValue("quarkus.shutdown." + part,
                    Duration.class).toSeconds()).sum();
            assertTrue(manifests.only(Deployment.class).getSpec().getTemplate().getSpec()
                    .getTerminationGracePeriodSeconds() > seconds);
        }

        @Test
        void gpuIsHeldByOnePodAtATime() {
            Manifests manifests = Manifests.rendered("overlays/gpu");
            var spec = manifests.only(Deployment.class).getSpec();
            assertEquals(1, spec.getReplicas());
            assertEquals("Recreate", spec.getStrategy().getType());
            assertEquals("1", server(manifests).container().getResources().getLimits().get("nvidia.com/gpu").getAmount());
            assertTrue(spec.getTemplate().getSpec().getTolerations().stream().anyMatch(toleration -> toleration.getKey().equals(
                    "nvidia.com/gpu")));
            assertEquals("gpu:0", server(manifests).environment().get("COOP_CLIP_DEVICE"));
        }
    }

    /** The overlay that scales from zero. */
    @Nested
    class Knative {
        private final Manifests manifests = manifests();

        private static Manifests manifests() {
            assumeTrue(Manifests.canRender(), "neither kubectl nor kustomize is on the path");
            return Manifests.rendered("overlays/knative");
        }

        private RevisionSpec revision() {
            return manifests.only(Service.class).getSpec().getTemplate().getSpec();
        }

        private Pod pod(String maker) {
            return Pod.of(manifests).stream().filter(pod -> pod.maker().equals(maker)).findFirst().orElseThrow();
        }

        /** Whatever differs has its reason below. */
        @Test
        void podIsTheDeployments() {
            Pod here = pod("Knative");
            Pod there = Pod.of(Manifests.rendered("base")).get(0);
            assertEquals(there.volumes(), here.volumes());
            assertEquals(there.container().getVolumeMounts(), here.container().getVolumeMounts());
            assertEquals(there.container().getResources(), here.container().getResources());
            assertEquals(there.container().getImage(), here.container().getImage());
            assertEquals(there.serviceAccount(), here.serviceAccount());
            for (var probe : List.<Function<Pod, Probe>>of(pod -> pod.container().getStartupProbe(),
                    pod -> pod.container().getReadinessProbe(), pod -> pod.container().getLivenessProbe())) {
                Probe theirs = probe.apply(there);
                theirs.getHttpGet().setPort(null);
                assertEquals(theirs, probe.apply(here));
            }
        }

        @Test
        void nothingBehindAFeatureFlagIsUsed() {
            RevisionSpec spec = revision();
            assertTrue(spec.getInitContainers().isEmpty());
            assertTrue(spec.getNodeSelector().isEmpty());
            assertTrue(spec.getTolerations().isEmpty());
            assertTrue(spec.getTopologySpreadConstraints().isEmpty());
            assertNull(spec.getSecurityContext());
            assertNull(spec.getAffinity());
            assertNull(spec.getTerminationGracePeriodSeconds());
            assertTrue(spec.getContainers().get(0).getEnv().stream().allMatch(variable -> variable.getValueFrom() == null));
        }

        @Test
        void timesFitAStreamedRunAndALoadingModel() {
            RevisionSpec spec = revision();
            Map<String, String> annotations = manifests.only(Service.class).getSpec().getTemplate().getMetadata()
                    .getAnnotations();
            assertEquals("0", annotations.get("autoscaling.knative.dev/min-scale"));
            assertEquals(600, spec.getTimeoutSeconds()); // the most that is allowed unless the operator says otherwise
            assertTrue(spec.getResponseStartTimeoutSeconds() <= spec.getTimeoutSeconds());
            assertTrue(spec.getIdleTimeoutSeconds() <= spec.getTimeoutSeconds());
            Probe startup = spec.getContainers().get(0).getStartupProbe();
            int deadline = Integer.parseInt(annotations.get("serving.knative.dev/progress-deadline").replace("s", ""));
            assertTrue(startup.getPeriodSeconds() * startup.getFailureThreshold() < deadline);
        }

        @Test
        void runsAreJobsOfTheTemplateThatTheServiceLooksFor() {
            SmallRyeConfig server = KEYS.read(pod("Knative").environment());
            CronJob template = manifests.only(CronJob.class);
            assertEquals("kubernetes", server.getValue("coop.adapt.executor", String.class));
            assertEquals(server.getValue("coop.adapt.kubernetes.cron-job", String.class), template.getMetadata().getName());
            assertTrue(template.getSpec().getSuspend());
            Pod run = pod("CronJob");
            assertEquals("coop-serve", run.container().getName());
            assertEquals("local", KEYS.read(run.environment()).getValue("coop.adapt.executor", String.class));
            assertFalse(
                    template.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getAutomountServiceAccountToken());
        }

        @Test
        void serviceMayDoWhatJobsNeedAndNothingElse() {
            Set<String> rights = new TreeSet<>();
            for (PolicyRule rule : manifests.only(Role.class).getRules()) {
                rule.getVerbs().forEach(verb -> rights.add(verb + " " + rule.getResources().get(0) + rule.getResourceNames()));
            }
            assertEquals(Set.of("get cronjobs[coop-serve-run]", "create jobs[]", "get jobs[]", "delete jobs[]"), rights);
            RoleBinding binding = manifests.only(RoleBinding.class);
            assertEquals(manifests.only(Role.class).getMetadata().getName(), binding.getRoleRef().getName());
            assertEquals(revision().getServiceAccountName(), binding.getSubjects().get(0).getName());
        }
    }
}
