package io.coopserve.run;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;

import org.jboss.logging.Logger;

import io.coopserve.clip.FrozenClip;
import io.coopserve.store.ConflictException;
import io.coopserve.store.Heartbeats;
import io.coopserve.store.RunAttempt;
import io.coopserve.store.Runs;
import io.coopserve.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;

/**
 * Performs a bounded number of runs at a time in this process, in turns between tenants. What it accepts it holds from then on;
 * what it holds when it ends is left to other replicas, or to the next process.
 */
@ApplicationScoped
@Identifier("local")
public class LocalExecutor implements RunExecutor {
    private static final Logger LOG = Logger.getLogger(LocalExecutor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(3);

    private final FrozenClip model;
    private final RunPerformer performer;
    private final Runs runs;
    private final RunEnds ends;
    private final Replica replica;
    private final Heartbeats heartbeats;
    private final AdaptConfiguration configuration;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, work -> new Thread(work,
            "run-follower"));
    private final FairQueue queue = new FairQueue();
    /** Or the caretaker would find a lease of this replica for a run that it does not hold. */
    private final Set<String> claiming = ConcurrentHashMap.newKeySet();
    private final Map<String, HeldRun> held = new ConcurrentHashMap<>();
    private volatile boolean closing;

    LocalExecutor(FrozenClip model, RunPerformer performer, Runs runs, RunEnds ends, Replica replica, Heartbeats heartbeats,
            AdaptConfiguration configuration) {
        this.model = model;
        this.performer = performer;
        this.runs = runs;
        this.ends = ends;
        this.replica = replica;
        this.heartbeats = heartbeats;
        this.configuration = configuration;
        this.pool = Executors.newFixedThreadPool(configuration.concurrent(), work -> new Thread(work, "adaptation"));
        timer.scheduleWithFixedDelay(this::showLife, 0, Math.max(1, configuration.lease().toMillis()), TimeUnit.MILLISECONDS);
    }

    private void showLife() {
        try {
            if (!held.isEmpty()) {
                replica.show();
            }
        } catch (StoreUnavailableException e) {
            LOG.debugf("No sign of life: %s", e.getMessage());
        }
    }

    @Override
    public int capacity() {
        return configuration.concurrent() + configuration.queue();
    }

    @Override
    public boolean hasRoom() {
        return held.size() < capacity();
    }

    @Override
    public boolean holds(String run) {
        return claiming.contains(run) || held.containsKey(run);
    }

    @Override
    public void execute(AdaptationRun run) {
        if (!claiming.add(run.id())) {
            return;
        }
        try {
            replica.show(); // before the lease, or others would find it left
            RunAttempt attempt = runs.claim(run.tenant(), run.id(), replica.name());
            run.resume();
            held.put(run.id(), new HeldRun(run, attempt));
        } finally {
            claiming.remove(run.id());
        }
        queue.add(run);
        pool.execute(this::performNext);
    }

    /** Takes what it can perform at once, so that runs of a replica that is gone spread over those that are there. */
    @Override
    public boolean takeOver(AdaptationRun run) {
        if (closing || holds(run.id()) || !model.isReady() || held.size() >= configuration.concurrent()) {
            return false;
        }
        LOG.infof("Run %s of tenant %s was left by the replica that performed it, and goes on here", run.id(), run.tenant());
        execute(run);
        return true;
    }

    /** Called once for every run that came, so that one that was withdrawn leaves a call with nothing to do. */
    private void performNext() {
        queue.next().ifPresent(run -> {
            try {
                Optional.ofNullable(held.get(run.id())).ifPresent(this::perform);
            } finally {
                queue.ended(run);
            }
        });
    }

    private void perform(HeldRun work) {
        if (closing) {
            return;
        }
        try {
            finish(work, work.perform(runs, ends, performer, replica));
        } catch (StoreUnavailableException e) {
            LOG.warnf("Run %s of tenant %s waits for the storage: %s", work.run().id(), work.run().tenant(), e.getMessage());
            later(RETRY, () -> {
                queue.add(work.run());
                pool.execute(this::performNext);
            });
        } catch (RuntimeException | Error e) { // such as of an end that cannot be read
            LOG.errorf(e, "Run %s of tenant %s failed", work.run().id(), work.run().tenant());
            finish(work, RunPerformer.failed(work.run()));
        }
    }

    /** Does not rest before it is stored how the run has ended. */
    private void finish(HeldRun work, RunEvent end) {
        AdaptationRun run = work.run();
        try {
            if (closing && end.state() == RunState.CANCELLED && !work.isCancelled()) {
                work.close(); // another replica, or the next process, goes on
                return;
            }
            work.close(); // before the end is stored: who reads that finds all events
            Optional<RunEvent> settled = ends.end(run, work.attempt(), end);
            if (settled.isEmpty() && work.isCancelled()) {
                settled = Optional.of(ends.cancel(run));
            }
            held.remove(run.id());
            settled.ifPresentOrElse(run::emit, () -> follow(run));
        } catch (StoreUnavailableException e) {
            LOG.warnf("The end of run %s of tenant %s waits for the storage: %s", run.id(), run.tenant(), e.getMessage());
            later(RETRY, () -> finish(work, end));
        }
    }

    @Override
    public void cancel(AdaptationRun run) {
        HeldRun work = held.get(run.id());
        if (work == null) {
            run.emit(ends.cancel(run));
            return;
        }
        work.cancel();
        if (queue.withdraw(run)) {
            finish(work, RunEvent.cancelled(run.request()));
        }
    }

    @Override
    public void awaitStopped(AdaptationRun run) {
        if (holds(run.id())) {
            run.awaitEnd(PATIENCE);
            return;
        }
        Optional<RunAttempt> former = runs.attempt(run.tenant(), run.id()).flatMap(RunAttempt::former);
        if (former.isEmpty()) {
            return;
        }
        String holder = runs.holder(former.get());
        long lastBeat = heartbeats.last(holder);
        Pause.until(() -> runs.hasStopped(former.get()), configuration.lease());
        if (!runs.hasStopped(former.get()) && heartbeats.last(holder) != lastBeat) {
            throw new ConflictException("Run %s did not stop within %s; try again.".formatted(run.id(), configuration.lease()));
        }
    }

    @Override
    public void follow(AdaptationRun run) {
        poll(new RunFollower(runs, run));
    }

    private void poll(RunFollower follower) {
        boolean ended = false;
        try {
            ended = holds(follower.run().id()) || follower.poll();
        } catch (StoreUnavailableException e) {
            LOG.debugf("Run %s cannot be followed now: %s", follower.run().id(), e.getMessage());
        }
        if (!ended) {
            later(POLL, () -> poll(follower));
        }
    }

    private void later(Duration delay, Runnable work) {
        if (!closing) {
            timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    /** Before anything that runs use is taken away. */
    void close(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) throws InterruptedException {
        closing = true;
        timer.shutdown();
        queue.all().forEach(AdaptationRun::stop);
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("A run did not stop in time");
        }
    }

    @PreDestroy
    void shutDown() {
        pool.shutdownNow();
        timer.shutdownNow();
    }
}
