package io.coopserve.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.run.AdaptationRun;
import io.coopserve.run.ExecutorUnavailableException;
import io.coopserve.run.Pause;
import io.coopserve.run.Replica;
import io.coopserve.run.RunEnds;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunExecutor;
import io.coopserve.run.RunFollower;
import io.coopserve.store.OpenRuns;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.common.annotation.Identifier;

/**
 * Performs every run in a Kubernetes Job of its own, and follows it by what the Job stores: the run goes on whatever becomes
 * of this process, and any replica can show it.
 */
@ApplicationScoped
@Identifier("kubernetes")
public class KubernetesExecutor implements RunExecutor {
    private static final Logger LOG = Logger.getLogger(KubernetesExecutor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Runs runs;
    private final OpenRuns open;
    private final RunEnds ends;
    private final Replica replica;
    private final int capacity;
    private final KubernetesClient client;
    private final RunJobs jobs;
    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2, work -> new Thread(work,
            "run-follower"));

    KubernetesExecutor(Runs runs, OpenRuns open, RunEnds ends, Replica replica, KubernetesConfiguration configuration) {
        this.runs = runs;
        this.open = open;
        this.ends = ends;
        this.replica = replica;
        this.capacity = configuration.jobs();
        this.client = new KubernetesClientBuilder().build();
        this.jobs = new RunJobs(client, configuration);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean hasRoom() {
        return open.all().size() < capacity;
    }

    @Override
    public void execute(AdaptationRun run) {
        try {
            jobs.create(run);
        } catch (KubernetesClientException | IllegalStateException e) {
            ends.end(run, runs.claim(run.tenant(), run.id(), replica.name()), RunEvent.failed(run.request(),
                    new RunEvent.Failure("Service Unavailable", 503, "The run could not be started.")));
            throw new ExecutorUnavailableException(e.getMessage(), e);
        }
        later(new RunFollower(runs, run));
    }

    @Override
    public void follow(AdaptationRun run) {
        poll(new RunFollower(runs, run));
    }

    /** What fails now may work the next time. */
    private void poll(RunFollower follower) {
        try {
            look(follower);
        } catch (KubernetesClientException | StoreUnavailableException e) {
            LOG.warnf("Run %s cannot be followed now: %s", follower.run().id(), e.getMessage());
        }
        if (!follower.run().last().isLast()) {
            later(follower);
        }
    }

    /** A Job that ended without a result makes the run fail. */
    private void look(RunFollower follower) {
        AdaptationRun run = follower.run();
        Optional<String> jobEnded = jobs.ended(run); // first: what it stored before it ended is read below
        if (!follower.poll() && jobEnded.isPresent()) {
            RunEvent failed = RunEvent.failed(run.request(), new RunEvent.Failure("Internal Server Error", 500,
                    "The run ended without a result (%s); start it again.".formatted(jobEnded.get())));
            ends.end(run, runs.claim(run.tenant(), run.id(), replica.name()), failed).ifPresent(run::emit);
        }
    }

    /** The Job goes on or is made anew by Kubernetes; only what it leaves when it is given up is looked after here. */
    @Override
    public boolean takeOver(AdaptationRun run) {
        look(new RunFollower(runs, run));
        return run.last().isLast();
    }

    @Override
    public boolean holds(String run) {
        return false;
    }

    private void later(RunFollower follower) {
        pool.schedule(() -> poll(follower), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The Job learns from the store that it no longer holds the run, or is gone before. */
    @Override
    public void cancel(AdaptationRun run) {
        RunEvent end = ends.cancel(run);
        jobs.delete(run);
        run.emit(end);
    }

    @Override
    public void awaitStopped(AdaptationRun run) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (jobs.exists(run)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The Job of run %s did not stop within %s".formatted(run.id(), PATIENCE));
            }
            Pause.millis(INTERVAL.toMillis());
        }
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }

    @PreDestroy
    void shutDown() {
        pool.shutdownNow();
        client.close();
    }
}
