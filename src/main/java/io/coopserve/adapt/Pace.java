package io.coopserve.adapt;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How fast a training goes lately: the mean over the later half of its steps, since the first ones pay for compiling and
 * packing, and over no more than ten seconds of them, since others come and go on the device. Not thread-safe.
 */
final class Pace {
    private static final long RECENT_NANOS = 10_000_000_000L;
    /** A mean over fewer says little, however long they take. */
    private static final int FEWEST = 10;

    private final Deque<Long> ends = new ArrayDeque<>(); // of the steps that count, after that of the one before them
    private int steps;

    /** @param start of the training, in nanoseconds as {@link System#nanoTime} counts them */
    Pace(long start) {
        ends.add(start);
    }

    /** @param end of a step, in nanoseconds */
    void step(long end) {
        steps++;
        ends.add(end);
        while (counted() > (steps + 1) / 2 || counted() > FEWEST && end - ends.getFirst() > RECENT_NANOS) {
            ends.removeFirst();
        }
    }

    private int counted() {
        return ends.size() - 1;
    }

    /** After the first step. */
    double secondsPerStep() {
        return (ends.getLast() - ends.getFirst()) / 1e9 / counted();
    }
}
