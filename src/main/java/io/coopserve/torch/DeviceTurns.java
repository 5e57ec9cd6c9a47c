package io.coopserve.torch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whose turn it is on the device: one thread's at a time, since one computation takes all of it. Serving goes before training,
 * so that a request waits for no more than one step; training that has waited for too long goes before it, but never twice
 * in a row, so that no crowd of requests keeps it from learning. Otherwise who came first goes first. Thread-safe.
 */
final class DeviceTurns {
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passed = lock.newCondition();
    private final List<Turn> waiting = new ArrayList<>(); // in the order they came
    private final ThreadLocal<Boolean> training = ThreadLocal.withInitial(() -> false);
    private volatile Turn current; // null: the device is free

    private record Turn(Thread thread, boolean training, long since) {
        private boolean isMine() {
            return thread == Thread.currentThread();
        }
    }

    /** @param patience how long training waits for serving to make a pause */
    DeviceTurns(Duration patience) {
        this.patienceNanos = patience.toNanos();
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
        Turn holder = current;
        if (holder != null && holder.isMine()) {
            return work.get();
        }
        await(new Turn(Thread.currentThread(), training.get(), System.nanoTime()));
        try {
            return work.get();
        } finally {
            pass();
        }
    }

    private void await(Turn turn) {
        lock.lock();
        try {
            waiting.add(turn);
            if (current == null) {
                pass();
            }
            while (current != turn) {
                passed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who gives it back says who is next: those who wait could disagree, as time goes by. */
    private void pass() {
        lock.lock();
        try {
            long now = System.nanoTime();
            boolean afterTraining = current != null && current.training;
            current = first(turn -> turn.training && now - turn.since > patienceNanos && !afterTraining).or(() -> first(
                    turn -> !turn.training)).or(() -> first(turn -> true)).orElse(null);
            waiting.remove(current);
            passed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Turn> first(Predicate<Turn> which) {
        return waiting.stream().filter(which).findFirst();
    }
}
