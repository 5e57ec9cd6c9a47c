package io.coopserve.report;

import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A figure over several seeds.
 *
 * @param n seeds
 * @param standardDeviation of the sample, with n − 1; null of one seed
 * @param interval Student's, of 95 %, of the mean; not cut at 0 and 1, since it may be of a gain; null of one seed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record Spread(int n, double mean, Double standardDeviation, Interval interval) {

    /** @throws IllegalArgumentException if there is no value, or one is not finite */
    public static Spread of(double... values) {
        if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("no mean of " + Arrays.toString(values));
        }
        int n = values.length;
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Spread(n, mean, null, null);
        }
        double deviation = Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (n - 1));
        double half = StudentT.deviations(n - 1) * deviation / Math.sqrt(n);
        return new Spread(n, mean, deviation, new Interval(mean - half, mean + half));
    }
}
