package io.coopserve.job;

import java.util.Optional;

import io.coopserve.run.AdaptationRun;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunState;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;

/** Passes on what another process stores about a run. Not thread-safe. */
final class RunFollower {
    private final Runs runs;
    private final RunJobs jobs;
    private final AdaptationRun run;
    private int attempt;
    private long seen;

    RunFollower(Runs runs, RunJobs jobs, AdaptationRun run) {
        this.runs = runs;
        this.jobs = jobs;
        this.run = run;
    }

    AdaptationRun run() {
        return run;
    }

    /** Passes on what is new. A Job that ended without a result makes the run fail. */
    void poll() {
        Optional<String> jobEnded = jobs.ended(run); // first: what it stored before it ended is read below
        Optional<RunAttempt> current = runs.attempt(run.tenant(), run.id());
        Optional<RunEvent> end = current.flatMap(known -> runs.end(known, RunEvent.class)); // before the events before it
        current.ifPresent(this::events);
        if (end.isPresent()) {
            run.emit(end.get());
        } else if (jobEnded.isPresent()) {
            fail(jobEnded.get());
        }
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

    private void fail(String reason) {
        RunEvent end = RunEvent.failed(run.request(), new RunEvent.Failure("Internal Server Error", 500,
                "The run ended without a result (%s); start it again.".formatted(reason)));
        runs.end(runs.claim(run.tenant(), run.id()), end);
        run.emit(end);
    }
}
