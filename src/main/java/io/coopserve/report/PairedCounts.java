package io.coopserve.report;

/** Statistics of the images that two classifiers answer differently. */
final class PairedCounts {
    private static final int HALVINGS = 60;

    private PairedCounts() {
    }

    /**
     * Tango's score interval of the difference of two shares of the same images (Statistics in Medicine 17, 1998, pages 891 to
     * 908): the differences that a score test would not reject, so it has a width even where nothing is gained or lost.
     *
     * @param images at least one
     */
    static Interval interval(int images, int gained, int lost) {
        return new Interval(low(images, gained, lost), 0 - low(images, lost, gained)); // not -x, which would make −0 of 0
    }

    private static double low(double n, double gained, double lost) {
        double rejected = -1;
        double kept = (gained - lost) / n;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (rejected + kept) / 2;
            if (isRejected(middle, n, gained, lost)) {
                rejected = middle;
            } else {
                kept = middle;
            }
        }
        return kept;
    }

    /** Whether the score statistic for a difference is beyond its 95 %. */
    private static boolean isRejected(double difference, double n, double gained, double lost) {
        double b = (2 * n - gained + lost) * difference - gained - lost;
        double c = -lost * difference * (1 - difference);
        double lostShare = (Math.sqrt(Math.max(0, b * b - 8 * n * c)) - b) / (4 * n); // most likely, given the difference
        double variance = n * (2 * lostShare + difference * (1 - difference));
        double score = gained - lost - n * difference;
        return score * score > Interval.DEVIATIONS * Interval.DEVIATIONS * variance;
    }

    /** McNemar's exact test: twice the tail of the binomial distribution with probability ½, 1 at most; 1 where both are 0. */
    static double pValue(int gained, int lost) {
        int all = gained + lost;
        int fewer = Math.min(gained, lost);
        double logOfLast = -all * Math.log(2); // of the tail's largest term, since the others may be too small for a double
        for (int i = 0; i < fewer; i++) {
            logOfLast += Math.log((double) (all - i) / (i + 1));
        }
        double sum = 0;
        double term = 1;
        for (int i = fewer; i >= 0; i--) {
            sum += term;
            term *= (double) i / (all - i + 1);
        }
        return Math.min(1, 2 * Math.exp(logOfLast) * sum);
    }
}
