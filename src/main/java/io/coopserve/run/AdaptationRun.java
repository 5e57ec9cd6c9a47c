package io.coopserve.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.coopserve.adapt.Adaptation;
import io.coopserve.learn.TrainingProgress;
import io.coopserve.prompt.PromptCard;
import io.coopserve.store.ConflictException;
import io.coopserve.store.OpenRun;
import io.coopserve.tenant.TenantId;

/** A run as this process knows it: its events, who listens to them, and whether it is to stop. Thread-safe. */
public final class AdaptationRun implements Adaptation.Listener {
    private final TenantId tenant;
    private final RunRequest request;
    private final List<RunEvent> events = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BiConsumer<AdaptationRun, RunEvent> beforeEnd;
    private final long begun = System.nanoTime();
    private volatile boolean stopping;
    private int attendants;
    private Runnable onDeparture = () -> {
    };

    /** An event and its number in the run, from 1 on. */
    public record Numbered(long sequence, RunEvent event) {}

    /** Thrown inside a run that was told to stop. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private record Listener(Consumer<Numbered> consumer) {}

    /** @param beforeEnd told before anybody hears of the end, since who hears of it may start the next run */
    public AdaptationRun(TenantId tenant, RunRequest request, BiConsumer<AdaptationRun, RunEvent> beforeEnd) {
        this.tenant = tenant;
        this.request = request;
        this.beforeEnd = beforeEnd;
        events.add(RunEvent.queued(request));
    }

    public TenantId tenant() {
        return tenant;
    }

    public RunRequest request() {
        return request;
    }

    public String id() {
        return request.run();
    }

    /** Its entry among those that have not ended. */
    public OpenRun open() {
        return new OpenRun(tenant, request.prompt(), id());
    }

    /** What is to be done. */
    Adaptation.Task task() {
        return new Adaptation.Task(tenant, request.prompt(), id(), request.recipe(), request.dataSha256());
    }

    /** How long this process has known it. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    public synchronized RunEvent last() {
        return events.get(events.size() - 1);
    }

    /**
     * Replays the events after a number, then passes on new ones as they come, on the thread of the run.
     *
     * @return call it to hear no more
     */
    public synchronized Runnable listen(long after, Consumer<Numbered> consumer) {
        for (int i = (int) Math.max(0, Math.min(after, events.size() - 1)); i < events.size(); i++) {
            consumer.accept(new Numbered(i + 1, events.get(i)));
        }
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        return () -> forget(listener);
    }

    /** As {@link #listen}, for somebody outside: when the last of them has gone, that is noticed. */
    public Runnable attend(long after, Consumer<Numbered> consumer) {
        synchronized (this) {
            attendants++;
        }
        Runnable silence = listen(after, consumer);
        AtomicBoolean gone = new AtomicBoolean();
        return () -> {
            if (gone.compareAndSet(false, true)) {
                silence.run();
                leave();
            }
        };
    }

    private void leave() {
        Runnable noticed = null;
        synchronized (this) {
            attendants--;
            if (attendants == 0 && !last().isLast()) {
                noticed = onDeparture;
            }
        }
        if (noticed != null) {
            noticed.run();
        }
    }

    /** @param reaction when nobody outside follows it any more, and it has not ended */
    synchronized void onDeparture(Runnable reaction) {
        onDeparture = reaction;
    }

    synchronized boolean isAttended() {
        return attendants > 0;
    }

    private synchronized void forget(Listener listener) {
        listeners.removeIf(other -> other == listener);
    }

    /** Events after the last one are not heard: the first end counts. */
    public synchronized void emit(RunEvent event) {
        if (last().isLast()) {
            return;
        }
        if (event.isLast()) {
            beforeEnd.accept(this, event);
        }
        events.add(event);
        Numbered numbered = new Numbered(events.size(), event);
        List.copyOf(listeners).forEach(listener -> listener.consumer.accept(numbered));
        if (event.isLast()) {
            listeners.clear();
            ended.countDown();
        }
    }

    /** Waits until it has ended, at most so long. */
    public void awaitEnd(Duration patience) {
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ConflictException("Run %s did not stop within %s; try again.".formatted(id(), patience));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Tells it to stop: it does within one step. */
    public void stop() {
        stopping = true;
    }

    /** Begins again here, after it was stopped since others had it. */
    void resume() {
        stopping = false;
    }

    @Override
    public void encoding(int done, int all) {
        emit(RunEvent.encoding(request, done, all));
    }

    @Override
    public void training(long seed, TrainingProgress progress, double imagesPerSecond, double etaSeconds) {
        emit(RunEvent.training(request, seed, progress, imagesPerSecond, etaSeconds));
    }

    @Override
    public void published(PromptCard card) {
        emit(RunEvent.published(request, card));
    }

    @Override
    public void checkStopped() {
        if (stopping) {
            throw new Stopped();
        }
    }
}
