package io.coopserve.run;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.coopserve.store.Heartbeats;
import io.coopserve.store.OpenRun;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;

/** Whether runs have been left by those who held them: what shows no change for a lease, by this process' own clock. */
final class Signs {
    private static final long UNHEARD = -1;

    private final Runs runs;
    private final Heartbeats heartbeats;
    private final Duration lease;
    private final Map<OpenRun, Sign> last = new ConcurrentHashMap<>();

    /** @param beat 0: its holder has said farewell, or nobody has held it yet */
    private record Sign(int attempt, long beat, long seen) {
        boolean isLike(Sign other) {
            return attempt == other.attempt && beat == other.beat;
        }

        boolean isFarewell() {
            return attempt > 0 && beat == 0;
        }
    }

    Signs(Runs runs, Heartbeats heartbeats, Duration lease) {
        this.runs = runs;
        this.heartbeats = heartbeats;
        this.lease = lease;
    }

    /** @param self this replica, whose own signs say nothing: what it holds without knowing it has lost track of */
    boolean isLeft(OpenRun run, String self) {
        Sign now = sign(run, self);
        Sign before = last.merge(run, now, (old, fresh) -> old.isLike(fresh) ? old : fresh);
        boolean silent = now.seen - before.seen >= lease.toNanos();
        return now.isFarewell() || silent;
    }

    private Sign sign(OpenRun run, String self) {
        Optional<RunAttempt> attempt = runs.attempt(run.tenant(), run.run());
        String holder = attempt.map(runs::holder).orElse("");
        long beat = holder.equals(self) ? UNHEARD : holder.isEmpty() ? 0 : heartbeats.last(holder);
        return new Sign(attempt.map(RunAttempt::number).orElse(0), beat, System.nanoTime());
    }

    /** Forgets others. */
    void keep(Collection<OpenRun> open) {
        last.keySet().retainAll(open);
    }
}
