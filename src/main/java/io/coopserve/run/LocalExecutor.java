package io.coopserve.run;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.smallrye.common.annotation.Identifier;

/** Performs a bounded number of runs at a time in this process. */
@ApplicationScoped
@Identifier("local")
public class LocalExecutor implements RunExecutor {
    private static final Logger LOG = Logger.getLogger(LocalExecutor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Equal for the same run, so that a waiting one can be taken out of the queue. */
    private record Task(LocalExecutor executor, AdaptationRun adaptation) implements Runnable {
        @Override
        public void run() {
            executor.perform(adaptation);
        }
    }

    private final RunPerformer performer;
    private final Runs runs;
    private final int capacity;
    private final ThreadPoolExecutor pool;
    private final Set<AdaptationRun> unfinished = ConcurrentHashMap.newKeySet();

    LocalExecutor(RunPerformer performer, Runs runs, AdaptConfiguration configuration) {
        this.performer = performer;
        this.runs = runs;
        this.capacity = configuration.concurrent() + configuration.queue();
        this.pool = new ThreadPoolExecutor(configuration.concurrent(), configuration.concurrent(), 0, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), work -> new Thread(work, "adaptation"));
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void execute(AdaptationRun run) {
        unfinished.add(run);
        pool.execute(new Task(this, run));
    }

    private void perform(AdaptationRun run) {
        try {
            RunAttempt attempt = runs.claim(run.tenant(), run.id());
            finish(run, attempt, performer.perform(run));
        } catch (StoreUnavailableException e) {
            LOG.errorf("Run %s of tenant %s failed: %s", run.id(), run.tenant(), e.getMessage());
            finish(run, null, RunEvent.failed(run.request(), new RunEvent.Failure("Service Unavailable", 503,
                    "The storage failed; start the run again.")));
        }
    }

    /** @param attempt null: the storage fails, so that nobody can be told but who listens */
    private void finish(AdaptationRun run, RunAttempt attempt, RunEvent end) {
        try {
            if (attempt != null) {
                runs.end(attempt, end);
            }
        } catch (StoreUnavailableException e) {
            LOG.errorf("The end of run %s could not be stored: %s", run.id(), e.getMessage());
        }
        unfinished.remove(run);
        run.emit(end);
    }

    @Override
    public void cancel(AdaptationRun run) {
        run.stop();
        if (pool.remove(new Task(this, run))) {
            finish(run, runs.claim(run.tenant(), run.id()), RunEvent.cancelled(run.request()));
        }
    }

    @Override
    public void awaitStopped(AdaptationRun run) {
        run.awaitEnd(PATIENCE);
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public void follow(AdaptationRun run) {
        throw new IllegalStateException("a run of another process cannot be followed");
    }

    @PreDestroy
    void shutDown() throws InterruptedException {
        unfinished.forEach(AdaptationRun::stop);
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("A run did not stop in time");
        }
    }
}
