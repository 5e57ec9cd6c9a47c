package io.coopserve.run;

import java.util.Optional;

import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;

/** A run that this process holds, by its attempt. */
final class HeldRun {
    private final AdaptationRun run;
    private final RunAttempt attempt;
    private RunJournal journal;
    private volatile boolean cancelled;

    HeldRun(AdaptationRun run, RunAttempt attempt) {
        this.run = run;
        this.attempt = attempt;
    }

    AdaptationRun run() {
        return run;
    }

    RunAttempt attempt() {
        return attempt;
    }

    /** Somebody wants it to stop, which is not to say that the process ends or that others have taken over. */
    void cancel() {
        cancelled = true;
        run.stop();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /**
     * Performs the run on this thread, unless an attempt before has ended it and could not tell any more.
     *
     * @throws io.coopserve.store.StoreUnavailableException if the storage fails: it may be performed again
     */
    RunEvent perform(Runs runs, RunEnds ends, RunPerformer performer, Replica replica) {
        Optional<RunEvent> before = runs.end(attempt, RunEvent.class).or(() -> ends.outcome(run));
        if (before.isPresent()) {
            return before.get();
        }
        if (journal == null) {
            journal = new RunJournal(runs, attempt, run, replica);
        }
        return performer.perform(run, attempt);
    }

    /** Stores what was not yet told of it. */
    void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
