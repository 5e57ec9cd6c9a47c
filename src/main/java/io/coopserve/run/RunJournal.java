package io.coopserve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;

/**
 * Stores the events of a run once a second, so that other processes can follow it, shows signs of life, and stops the run if
 * another attempt has taken over. Closing stores what is left.
 */
public final class RunJournal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RunJournal.class);

    private final Runs runs;
    private final Replica replica;
    private final RunAttempt attempt;
    private final AdaptationRun run;
    private final Runnable silence;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work,
            "run-journal"));
    private final List<AdaptationRun.Numbered> pending = new ArrayList<>();

    public RunJournal(Runs runs, RunAttempt attempt, AdaptationRun run, Replica replica) {
        this.runs = runs;
        this.replica = replica;
        this.attempt = attempt;
        this.run = run;
        this.silence = run.listen(0, this::add);
        timer.scheduleWithFixedDelay(this::store, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void add(AdaptationRun.Numbered event) {
        pending.add(event);
    }

    /** What cannot be stored waits for the next time. */
    private void store() {
        try {
            replica.show();
            storePending();
            if (!runs.isHeld(attempt)) {
                run.stop();
            }
        } catch (StoreUnavailableException e) {
            LOG.warnf("Events of run %s wait for the storage: %s", run.id(), e.getMessage());
        }
    }

    private void storePending() {
        List<AdaptationRun.Numbered> events = copy();
        if (!events.isEmpty()) {
            runs.append(attempt, events.get(0).sequence(), events.stream().map(AdaptationRun.Numbered::event).toList());
            forget(events.size());
        }
    }

    private synchronized List<AdaptationRun.Numbered> copy() {
        return List.copyOf(pending);
    }

    private synchronized void forget(int stored) {
        pending.subList(0, stored).clear();
    }

    @Override
    public void close() {
        silence.run();
        timer.shutdown();
        try {
            if (timer.awaitTermination(1, TimeUnit.MINUTES)) {
                storePending();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
