package io.coopserve.classify;

import java.util.stream.IntStream;

/**
 * How many images should pass the tower together, found out while serving: the fewest that take hardly longer each than in
 * any other number, so that nobody waits for a larger batch than it takes to be fast. Powers of two are tried, the next one
 * as soon as so many wait, and one that did badly again after a while. For one thread; others may read
 * {@link #nanosPerImage}.
 */
final class BatchSize {
    private static final double HARDLY = 1.05;
    private static final double NEWEST = 0.2; // the weight of the newest measurement
    private static final int ANOTHER_TRY = 100;

    private final int most;
    private final double[] times; // nanoseconds of an image by the power of two up to which a batch goes; 0: not tried
    private int batches;
    private volatile double nanosPerImage;

    /** @param most images that a batch has whatever is measured */
    BatchSize(int most) {
        this.most = most;
        this.times = new double[power(most) + 1];
    }

    /** The power of two that holds a number: 0 for 1, 3 for 5 to 8. */
    private static int power(int images) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(images - 1);
    }

    /** How many may go now. */
    int next() {
        int power = best();
        boolean untried = times[power] > 0 && power < times.length - 1
                && (times[power + 1] == 0 || ++batches % ANOTHER_TRY == 0);
        return Math.min(most, 1 << (untried ? power + 1 : power));
    }

    private int best() {
        double fastest = tried().mapToDouble(power -> times[power]).min().orElse(0);
        return tried().filter(power -> times[power] <= fastest * HARDLY).findFirst().orElse(0);
    }

    private IntStream tried() {
        return IntStream.range(0, times.length).filter(power -> times[power] > 0);
    }

    /** What a batch took. */
    void measured(int images, long nanos) {
        int power = power(images);
        double time = (double) nanos / images;
        // whatever else the machine does only makes it slower
        times[power] = times[power] == 0 || time < times[power] ? time : times[power] + NEWEST * (time - times[power]);
        nanosPerImage = times[best()];
    }

    /** What an image takes while many wait; 0 before the first. */
    double nanosPerImage() {
        return nanosPerImage;
    }
}
