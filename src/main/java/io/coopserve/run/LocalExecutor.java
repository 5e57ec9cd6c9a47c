package io.coopserve.run;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.smallrye.common.annotation.Identifier;

/** Performs a bounded number of runs at a time in this process, in turns between tenants. */
@ApplicationScoped
@Identifier("local")
public class LocalExecutor implements RunExecutor {
    private static final Logger LOG = Logger.getLogger(LocalExecutor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunPerformer performer;
    private final Runs runs;
    private final int capacity;
    private final ExecutorService pool;
    private final FairQueue queue = new FairQueue();

    LocalExecutor(RunPerformer performer, Runs runs, AdaptConfiguration configuration) {
        this.performer = performer;
        this.runs = runs;
        this.capacity = configuration.concurrent() + configuration.queue();
        this.pool = Executors.newFixedThreadPool(configuration.concurrent(), work -> new Thread(work, "adaptation"));
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void execute(AdaptationRun run) {
        queue.add(run);
        pool.execute(this::performNext);
    }

    /** Called once for every run that came, so that one that was withdrawn leaves a call with nothing to do. */
    private void performNext() {
        queue.next().ifPresent(run -> {
            try {
                perform(run);
            } finally {
                queue.ended(run);
            }
        });
    }

    private void perform(AdaptationRun run) {
        try {
            RunAttempt attempt = runs.claim(run.tenant(), run.id());
            finish(run, attempt, performer.perform(run, attempt));
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
        run.emit(end);
    }

    @Override
    public void cancel(AdaptationRun run) {
        run.stop();
        if (queue.withdraw(run)) {
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
        queue.all().forEach(AdaptationRun::stop);
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("A run did not stop in time");
        }
    }
}
