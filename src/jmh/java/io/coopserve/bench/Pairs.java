package io.coopserve.bench;

import java.util.Arrays;

/**
 * Two ways of doing the same, timed in turns, so that whatever else the machine does meets both. Which of the two goes first
 * alternates.
 *
 * @param candidate milliseconds
 * @param baseline milliseconds, of the turn beside
 */
record Pairs(double[] candidate, double[] baseline) {

    /** One turn of what is timed. */
    @FunctionalInterface
    interface Turn {
        void take() throws Exception;

        /** What has to be done before the next turn and takes no part in the time. */
        default void rest() throws Exception {
        }
    }

    static Pairs measure(int warmUps, int pairs, Turn candidate, Turn baseline) throws Exception {
        for (int i = 0; i < warmUps; i++) {
            milliseconds(candidate);
            milliseconds(baseline);
        }
        Pairs times = new Pairs(new double[pairs], new double[pairs]);
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                times.candidate[i] = milliseconds(candidate);
                times.baseline[i] = milliseconds(baseline);
            } else {
                times.baseline[i] = milliseconds(baseline);
                times.candidate[i] = milliseconds(candidate);
            }
        }
        return times;
    }

    private static double milliseconds(Turn turn) throws Exception {
        long start = System.nanoTime();
        turn.take();
        double time = (System.nanoTime() - start) / 1e6;
        turn.rest();
        return time;
    }

    /** Median of some turns of one thing, in milliseconds. */
    static double median(int turns, Turn turn) throws Exception {
        double[] times = new double[turns];
        milliseconds(turn);
        for (int i = 0; i < turns; i++) {
            times[i] = milliseconds(turn);
        }
        return quantile(times, 0.5);
    }

    /** The same where a turn of the candidate did so many of what one of the baseline did once. */
    Pairs each(int times) {
        return new Pairs(Arrays.stream(candidate).map(time -> time / times).toArray(), baseline);
    }

    double candidateMedian() {
        return quantile(candidate, 0.5);
    }

    double baselineMedian() {
        return quantile(baseline, 0.5);
    }

    /** Median of the pairs' ratios of candidate to baseline. */
    double ratio() {
        return quantile(ratios(), 0.5);
    }

    private double[] ratios() {
        double[] ratios = new double[candidate.length];
        Arrays.setAll(ratios, i -> candidate[i] / baseline[i]);
        return ratios;
    }

    /** The number below which such a share of them lies; NaN if there are none. */
    static double quantile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    @Override
    public String toString() {
        return "median ratio of %d interleaved pairs, quartiles %.3f to %.3f; medians %.1f ms and %.1f ms".formatted(
                candidate.length, quantile(ratios(), 0.25), quantile(ratios(), 0.75), candidateMedian(), baselineMedian());
    }
}
