package io.coopserve.demo.world;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values and how often each is drawn. */
final class Frequencies<T> {
    /** The rarest of all by Zipf's law over the commonest: some rarity as on the web, but all shall be learned. */
    private static final double RAREST = 0.3;

    private final List<T> values;
    private final double[] upTo;

    private Frequencies(List<T> values, double[] weights) {
        this.values = values;
        this.upTo = weights.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
    }

    /** Values from common to rare, the weight of rank i proportional to 1 / (i + constant). */
    static <T> Frequencies<T> zipf(T[] values) {
        double constant = RAREST * (values.length - 1) / (1 - RAREST);
        double[] weights = new double[values.length];
        Arrays.setAll(weights, i -> 1 / (i + constant));
        return new Frequencies<>(List.of(values), weights);
    }

    /** The first values of an enum by the weights given. */
    static <T> Frequencies<T> of(T[] values, double... weights) {
        return new Frequencies<>(List.of(values).subList(0, weights.length), weights);
    }

    T draw(RandomGenerator random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int i = 0;
        while (i < upTo.length - 1 && at >= upTo[i]) {
            i++;
        }
        return values.get(i);
    }
}
