package io.coopserve.torch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whose turn it is on the device: one computation at a time, since each takes all of it. Serving goes before training, so that
 * a request waits for no more than one step; training that has waited for too long goes before it, but never twice in a row,
 * so that no crowd of requests keeps it from learning. Otherwise who came first goes first. Thread-safe.
 * <p>
 * One thread computes for all who ask: libtorch and its libraries keep more than a megabyte, and a team of threads, for each
 * thread that has ever computed, and a service has a hundred that answer requests.
 */
final class DeviceTurns implements AutoCloseable {
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Turn<?>> waiting = new ArrayList<>(); // in the order they came
    private final ThreadLocal<Boolean> training = ThreadLocal.withInitial(() -> false);
    private final Thread device = new Thread(this::compute, "device");
    private boolean afterTraining;
    private boolean closed;

    /** @param result what gives it, or throws what the work has thrown */
    private record Turn<T>(Supplier<T> work, boolean training, long since, CompletableFuture<Supplier<T>> result) {
        private void take() {
            try {
                T value = work.get();
                result.complete(() -> value);
            } catch (RuntimeException | Error e) {
                result.complete(() -> {
                    throw e;
                });
            }
        }
    }

    /** @param patience how long training waits for serving to make a pause */
    DeviceTurns(Duration patience) {
        this.patienceNanos = patience.toNanos();
        device.setDaemon(true);
        device.start();
    }

    /** The turns that work takes are training's. */
    <T> T training(Supplier<T> work) {
        training.set(true);
        try {
            return work.get();
        } finally {
            training.remove();
        }
    }

    /** Runs work in a turn; turns that it takes itself are part of it. Interrupts are left for later: a turn is short. */
    <T> T take(Supplier<T> work) {
        if (Thread.currentThread() == device) {
            return work.get();
        }
        Turn<T> turn = new Turn<>(work, training.get(), System.nanoTime(), new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("libtorch is closed");
            }
            waiting.add(turn);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return turn.result.join().get();
    }

    private void compute() {
        for (Optional<Turn<?>> turn = next(); turn.isPresent(); turn = next()) {
            turn.get().take();
        }
    }

    /** @return nothing when there will be no more */
    private Optional<Turn<?>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            long now = System.nanoTime();
            Optional<Turn<?>> next = first(turn -> turn.training && now - turn.since > patienceNanos && !afterTraining).or(
                    () -> first(turn -> !turn.training)).or(() -> first(turn -> true));
            next.ifPresent(waiting::remove);
            afterTraining = next.isPresent() && next.get().training;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Turn<?>> first(Predicate<Turn<?>> which) {
        return waiting.stream().filter(which).findFirst();
    }

    /** Nothing is computed after those who wait. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
