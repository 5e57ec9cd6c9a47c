package io.coopserve.report;

import java.util.Arrays;
import java.util.List;

/**
 * A weighted sum of means over images, with a confidence interval of 95 % for the choice of images and of seeds: the variance of
 * both, added, with the degrees of freedom of Welch and Satterthwaite. Tasks are not drawn from any others: it is one of these.
 *
 * @param value of the sum
 */
public record Estimate(double value, Interval interval) {

    /**
     * Images of one kind.
     *
     * @param weight of their mean in the sum
     * @param values of each image with each seed: (S, N); the same images in the same order
     */
    public record Part(double weight, double[][] values) {
        private double ofSeed(int seed) {
            return weight * Arrays.stream(values[seed]).average().orElseThrow();
        }

        /** Of the mean over images, each image standing for its mean over seeds. */
        private double variance() {
            double[] images = new double[values[0].length];
            for (double[] ofSeed : values) {
                for (int i = 0; i < images.length; i++) {
                    images[i] += ofSeed[i] / values.length;
                }
            }
            return weight * weight * Estimate.variance(images) / images.length;
        }
    }

    /** @param parts with the same number of seeds, at least 2 */
    public static Estimate of(List<Part> parts) {
        int seeds = parts.get(0).values.length;
        double[] sums = new double[seeds];
        for (int s = 0; s < seeds; s++) {
            int seed = s;
            sums[s] = parts.stream().mapToDouble(part -> part.ofSeed(seed)).sum();
        }
        return of(Arrays.stream(sums).average().orElseThrow(), parts, sums);
    }

    private static Estimate of(double value, List<Part> parts, double[] sums) {
        double ofImages = parts.stream().mapToDouble(Part::variance).sum();
        double ofSeeds = variance(sums) / sums.length;
        int images = parts.stream().mapToInt(part -> part.values[0].length - 1).sum();
        double both = ofImages + ofSeeds;
        double freedom = both * both / (ofImages * ofImages / images + ofSeeds * ofSeeds / (sums.length - 1));
        double half = both == 0 ? 0 : StudentT.deviations((int) Math.max(1, freedom)) * Math.sqrt(both);
        return new Estimate(value, new Interval(value - half, value + half));
    }

    /** The same about another value, of which the sum is the linear part. */
    public Estimate about(double other) {
        return new Estimate(other, new Interval(other + interval.low() - value, other + interval.high() - value));
    }

    /** Half of the interval's width. */
    public double half() {
        return (interval.high() - interval.low()) / 2;
    }

    /** Of a sample; 0 of one value. */
    private static double variance(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (values.length - 1);
    }
}
