package io.coopserve.api;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.coopserve.torture.ClassArchive;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;

/**
 * A Kubernetes API server that stores objects, with what a cluster does about Jobs: the command of a Job's container runs as
 * a process, again if it fails and may, and is stopped when the Job is deleted.
 */
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "vision";
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private final Watch watch;
    private final Path data;
    private final Path log;
    private final List<String> storage;
    private final Map<String, Process> pods = new ConcurrentHashMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
    private volatile boolean pullsImages = true;
    private volatile boolean closed;

    /** @param storage settings of the store that the service and its Jobs share */
    Cluster(Path data, List<String> storage) {
        this.data = data;
        this.log = data.resolve("pod.log");
        this.storage = storage;
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        server = new KubernetesMockServer(new Context(), new MockWebServer(), responses, new KubernetesCrudDispatcher(), false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
        watch = client.batch().v1().jobs().inNamespace(NAMESPACE).watch(new JobController());
    }

    /** What a service needs to find this cluster. */
    String[] properties() {
        return Stream.concat(storage.stream(), Stream.of("-Dkubernetes.master=http://localhost:" + server.getPort(),
                "-Dkubernetes.namespace=" + NAMESPACE, "-Dkubernetes.auth.tryKubeConfig=false",
                "-Dcoop.adapt.executor=kubernetes", "-Dcoop.adapt.kubernetes.queue=gpus")).toArray(String[]::new);
    }

    KubernetesClient client() {
        return client;
    }

    /** The CronJob of k8s/components/jobs, with the container that a service mesh would put before ours. */
    void installTemplate() {
        CronJob template = client.batch().v1().cronjobs().load(new File("k8s/components/jobs/cronjob.yaml")).item();
        template.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getContainers().add(0, new ContainerBuilder()
                .withName("mesh").withImage("mesh:1").build());
        client.batch().v1().cronjobs().inNamespace(NAMESPACE).resource(template).create();
    }

    void failToPullImages() {
        pullsImages = false;
    }

    List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
    }

    /** SIGKILL to all processes of Jobs. */
    void killPods() {
        pods.values().forEach(Process::destroyForcibly);
    }

    /** SIGTERM to all processes of Jobs. */
    void evictPods() {
        pods.values().forEach(Process::destroy);
    }

    /** Whether the process that was started last has taken a step of training. */
    boolean isTraining() {
        try {
            return Files.readString(log).contains("\"epoch\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the processes of Jobs that have ended, in the order of their end. */
    List<Integer> exitCodes() {
        return exitCodes;
    }

    private final class JobController implements Watcher<Job> {
        @Override
        public void eventReceived(Action action, Job job) {
            String name = job.getMetadata().getName();
            if (action == Action.ADDED) {
                new Thread(() -> perform(job), name).start();
            } else if (action == Action.DELETED) {
                deleted.add(name);
                Optional.ofNullable(pods.get(name)).ifPresent(Process::destroy);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            // the cluster is closed
        }
    }

    private void perform(Job job) {
        int failures = 0;
        while (pullsImages && failures <= job.getSpec().getBackoffLimit()) {
            int exitCode = start(job);
            if (closed || deleted.contains(job.getMetadata().getName())) {
                return;
            }
            if (exitCode == 0) {
                finish(job, "Complete", null);
                return;
            }
            failures++;
        }
        finish(job, "Failed", "BackoffLimitExceeded");
    }

    /** Runs the command of the second container. @return its exit code */
    private int start(Job job) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Dcoop.clip.cache-dir=" + data.resolve("cache")));
        command.addAll(ClassArchive.options());
        command.addAll(storage);
        command.addAll(List.of("-jar", System.getProperty("runner.jar")));
        command.addAll(job.getSpec().getTemplate().getSpec().getContainers().get(1).getArgs());
        try {
            Process pod = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                    .start();
            pods.put(job.getMetadata().getName(), pod);
            exitCodes.add(pod.waitFor());
            return pod.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void finish(Job job, String type, String reason) {
        client.batch().v1().jobs().inNamespace(NAMESPACE).withName(job.getMetadata().getName()).editStatus(
                current -> new JobBuilder(current).editOrNewStatus().addNewCondition().withType(type).withStatus("True")
                        .withReason(reason).endCondition().endStatus().build());
    }

    @Override
    public void close() {
        watch.close();
        closed = true; // or what is killed now would be tried again, in a folder that is gone
        killPods();
        client.close();
        server.destroy();
    }
}
