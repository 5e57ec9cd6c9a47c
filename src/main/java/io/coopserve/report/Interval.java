package io.coopserve.report;

/** A confidence interval of 95 %. */
public record Interval(double low, double high) {
    /** Of the normal distribution 95 % lie within so many standard deviations of its mean. */
    static final double DEVIATIONS = 1.959963984540054;

    /**
     * Wilson's score interval of a share (Wilson, JASA 22, 1927): the shares that a test would not reject. It stays within 0 and
     * 1, and it has a width where all images are right.
     *
     * @param right of how many images, at least one
     */
    static Interval wilson(int right, int images) {
        double share = (double) right / images;
        double squared = DEVIATIONS * DEVIATIONS / images;
        double centre = (share + squared / 2) / (1 + squared);
        double half = Math.sqrt(share * (1 - share) * squared + squared * squared / 4) / (1 + squared);
        return new Interval(right == 0 ? 0 : centre - half, right == images ? 1 : centre + half);
    }
}
