package io.coopserve.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.coopserve.store.BackgroundThreads;
import io.coopserve.store.Heartbeats;
import io.coopserve.store.Housekeeping;
import io.coopserve.store.OpenRun;
import io.coopserve.store.OpenRuns;
import io.coopserve.store.RetentionConfiguration;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * What a serving replica does for all: takes over runs that others have left, and deletes what has expired. Replicas do not agree
 * on who does it; whatever they do, several may do at once.
 */
@Singleton
public final class Caretaker {
    private static final Logger LOG = Logger.getLogger(Caretaker.class);
    private static final int LOOKS_IN_A_LEASE = 3;

    private final Adaptations adaptations;
    private final OpenRuns open;
    private final Runs runs;
    private final Housekeeping housekeeping;
    private final AdaptConfiguration configuration;
    private final RetentionConfiguration retention;
    private final Replica replica;
    private final Signs signs;
    private final ScheduledExecutorService timer = BackgroundThreads.timer(2, "caretaker");

    Caretaker(Adaptations adaptations, OpenRuns open, Runs runs, Heartbeats heartbeats, Housekeeping housekeeping,
            AdaptConfiguration configuration, RetentionConfiguration retention, Replica replica) {
        this.adaptations = adaptations;
        this.open = open;
        this.runs = runs;
        this.housekeeping = housekeeping;
        this.configuration = configuration;
        this.retention = retention;
        this.replica = replica;
        this.signs = new Signs(runs, heartbeats, configuration.lease());
    }

    /** @param serves whether this process serves, and is not one that was started for a single command */
    void start(@Observes StartupEvent event,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serves) {
        if (serves) {
            every(configuration.lease().dividedBy(LOOKS_IN_A_LEASE), this::lookAfterRuns);
            if (!retention.interval().isZero()) {
                every(retention.interval(), housekeeping::clean);
            }
        }
    }

    /** Not all replicas at the same moments. */
    private void every(Duration interval, Runnable work) {
        long millis = Math.max(1, interval.toMillis());
        timer.scheduleWithFixedDelay(() -> guarded(work), ThreadLocalRandom.current().nextLong(millis), millis,
                TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailableException e) {
            LOG.debugf("The storage is looked after later: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("What is not looked after now is later", e);
        }
    }

    private void lookAfterRuns() {
        List<OpenRun> all = open.all();
        signs.keep(all);
        all.stream().filter(run -> !adaptations.isHeld(run)).forEach(run -> guarded(() -> lookAfter(run)));
    }

    private void lookAfter(OpenRun run) {
        if (runs.end(run.tenant(), run.run(), RunEvent.class).isPresent()) {
            open.remove(run);
        } else if (signs.isLeft(run, replica.name())) {
            adaptations.takeOver(run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}
