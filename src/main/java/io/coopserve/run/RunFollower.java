package io.coopserve.run;

import java.util.Optional;

import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;

/** Passes on what another process stores about a run. Not thread-safe. */
public final class RunFollower {
    private final Runs runs;
    private final AdaptationRun run;
    private int attempt;
    private long seen;

    public RunFollower(Runs runs, AdaptationRun run) {
        this.runs = runs;
        this.run = run;
    }

    public AdaptationRun run() {
        return run;
    }

    /** Passes on what is new. @return whether it has ended */
    public boolean poll() {
        Optional<RunAttempt> current = runs.attempt(run.tenant(), run.id());
        Optional<RunEvent> end = current.flatMap(known -> runs.end(known, RunEvent.class)); // before the events before it
        current.ifPresent(this::events);
        if (end.isEmpty() && current.isEmpty() && runs.request(run.tenant(), run.id(), RunRequest.class).isEmpty()) {
            end = Optional.of(RunEvent.cancelled(run.request())); // deleted with its tenant
        }
        end.ifPresent(run::emit);
        return end.isPresent();
    }

    private void events(RunAttempt current) {
        if (current.number() != attempt) {
            attempt = current.number();
            seen = 0;
        }
        for (RunEvent event : runs.events(current, seen, RunEvent.class)) {
            seen++;
            if (event.state() != RunState.QUEUED) {
                run.emit(event);
            }
        }
    }
}
