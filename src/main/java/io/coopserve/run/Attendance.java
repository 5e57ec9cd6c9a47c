package io.coopserve.run;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.coopserve.store.BackgroundThreads;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Who follows runs, here and over other replicas. A run whose request is its stream ends soon after all have gone; that a process
 * ends, this one or another, is nobody's departure.
 */
@ApplicationScoped
public class Attendance {
    private static final Logger LOG = Logger.getLogger(Attendance.class);
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Runs runs;
    private final Duration patience;
    private final ScheduledExecutorService timer = BackgroundThreads.timer(2, "run-attendance");

    Attendance(Runs runs, AdaptConfiguration configuration) {
        this.runs = runs;
        this.patience = configuration.reattach();
    }

    /** @param cancel called when nobody follows the run any more, and nobody has come in time */
    void require(AdaptationRun run, Runnable cancel) {
        run.onDeparture(() -> later(patience, () -> cancelIfAlone(run, cancel)));
    }

    private void cancelIfAlone(AdaptationRun run, Runnable cancel) {
        if (run.isAttended() || run.last().isLast()) {
            return;
        }
        try {
            if (runs.isAttended(run.tenant(), run.id())) {
                later(patience.compareTo(ELSEWHERE) > 0 ? patience : ELSEWHERE, () -> cancelIfAlone(run, cancel));
            } else {
                LOG.infof("Nobody follows run %s of tenant %s any more, so it is cancelled", run.id(), run.tenant());
                cancel.run();
            }
        } catch (StoreUnavailableException e) {
            later(ELSEWHERE, () -> cancelIfAlone(run, cancel));
        }
    }

    /**
     * Follows a run for somebody outside.
     *
     * @param here whether this process performs it; else the one that does is to know that somebody is there
     * @return call it when they have gone; does not wait
     */
    Runnable attend(AdaptationRun run, boolean here, long after, Consumer<AdaptationRun.Numbered> consumer) {
        if (here || run.last().isLast()) {
            return run.attend(after, consumer);
        }
        String reader = UUID.randomUUID().toString();
        runs.attend(run.tenant(), run.id(), reader);
        Runnable leave = run.attend(after, consumer);
        return () -> {
            leave.run();
            later(Duration.ZERO, () -> leave(run, reader));
        };
    }

    private void leave(AdaptationRun run, String reader) {
        try {
            runs.leave(run.tenant(), run.id(), reader);
        } catch (StoreUnavailableException e) {
            LOG.debugf("A reader of run %s stays on record: %s", run.id(), e.getMessage());
        }
    }

    private void later(Duration delay, Runnable work) {
        if (!timer.isShutdown()) {
            timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Before connections are closed. */
    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}
