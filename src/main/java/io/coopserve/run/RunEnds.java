package io.coopserve.run;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.adapt.Adaptation;
import io.coopserve.store.OpenRuns;
import io.coopserve.store.Prompts;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;

/**
 * How runs end, one way for all that know of them: what a run has published decides, and who ends it otherwise first makes sure
 * that it publishes nothing any more.
 */
@ApplicationScoped
public class RunEnds {
    private static final int TAKEOVERS = 10;

    private final Runs runs;
    private final OpenRuns open;
    private final Prompts prompts;
    private final Replica replica;

    RunEnds(Runs runs, OpenRuns open, Prompts prompts, Replica replica) {
        this.runs = runs;
        this.open = open;
        this.prompts = prompts;
        this.replica = replica;
    }

    /**
     * Records how a run has ended. Once more is no failure.
     *
     * @param attempt that performed it
     * @return how it has ended for everybody; nothing if another attempt goes on with it
     */
    public Optional<RunEvent> end(AdaptationRun run, RunAttempt attempt, RunEvent end) {
        if (runs.request(run.tenant(), run.id(), RunRequest.class).isEmpty()) { // it went with its tenant
            runs.withdraw(run.tenant(), run.id());
            open.remove(run.open());
            return Optional.of(RunEvent.cancelled(run.request()));
        }
        RunEvent settled = end;
        if (end.state() != RunState.SUCCEEDED) {
            if (!runs.isHeld(attempt)) {
                runs.stopped(attempt);
                return Optional.empty();
            }
            settled = settle(run, end);
        }
        runs.end(attempt, settled);
        if (runs.isHeld(attempt)) {
            open.remove(run.open());
        }
        return Optional.of(settled);
    }

    private RunEvent settle(AdaptationRun run, RunEvent end) {
        Adaptation.Task task = run.task();
        if (task.recipe().beforeTraining().isPresent()) {
            prompts.seal(task.meanwhile(), end);
        }
        return prompts.seal(task.learned(), end) ? end : outcome(run).orElse(end);
    }

    /** What a run has published, or how it has ended by the word of another process, though nobody has recorded it yet. */
    public Optional<RunEvent> outcome(AdaptationRun run) {
        return prompts.published(run.task().learned()).map(card -> RunEvent.succeeded(run.request(), card)).or(() -> prompts
                .sealed(run.task().learned(), RunEvent.class));
    }

    /**
     * Ends a run wherever it is performed: its holder finds that it has lost it, and publishes nothing.
     *
     * @return how it has ended, perhaps before
     */
    public RunEvent cancel(AdaptationRun run) {
        for (int takeover = 0; takeover < TAKEOVERS; takeover++) {
            Optional<RunEvent> ended = runs.end(run.tenant(), run.id(), RunEvent.class);
            if (ended.isPresent()) {
                open.remove(run.open());
                return ended.get();
            }
            replica.show(); // or others would find the run left, and take it over
            Optional<RunEvent> end = end(run, runs.claim(run.tenant(), run.id(), replica.name()), RunEvent.cancelled(run
                    .request()));
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw new IllegalStateException("run %s is taken over again and again".formatted(run.id()));
    }
}
