package io.coopserve.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.run.AdaptationRun;
import io.coopserve.run.ExecutorUnavailableException;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunExecutor;
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
    private final int capacity;
    private final KubernetesClient client;
    private final RunJobs jobs;
    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2, work -> new Thread(work,
            "run-follower"));

    KubernetesExecutor(Runs runs, KubernetesConfiguration configuration) {
        this.runs = runs;
        this.capacity = configuration.jobs();
        this.client = new KubernetesClientBuilder().build();
        this.jobs = new RunJobs(client, configuration);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void execute(AdaptationRun run) {
        try {
            jobs.create(run);
        } catch (KubernetesClientException | IllegalStateException e) {
            runs.end(runs.claim(run.tenant(), run.id()), RunEvent.failed(run.request(), new RunEvent.Failure(
                    "Service Unavailable", 503, "The run could not be started.")));
            throw new ExecutorUnavailableException(e.getMessage(), e);
        }
        later(new RunFollower(runs, jobs, run));
    }

    @Override
    public void follow(AdaptationRun run) {
        poll(new RunFollower(runs, jobs, run));
    }

    /** What fails now may work the next time. */
    private void poll(RunFollower follower) {
        try {
            follower.poll();
        } catch (KubernetesClientException | StoreUnavailableException e) {
            LOG.warnf("Run %s cannot be followed now: %s", follower.run().id(), e.getMessage());
        }
        if (!follower.run().last().isLast()) {
            later(follower);
        }
    }

    private void later(RunFollower follower) {
        pool.schedule(() -> poll(follower), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The Job learns from the store that it no longer holds the run, or is gone before. */
    @Override
    public void cancel(AdaptationRun run) {
        if (runs.end(run.tenant(), run.id(), RunEvent.class).isPresent()) {
            return;
        }
        RunEvent end = RunEvent.cancelled(run.request());
        runs.end(runs.claim(run.tenant(), run.id()), end);
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
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
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
