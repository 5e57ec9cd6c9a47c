package io.coopserve.learn;

import java.util.Random;

/** Where learning starts, and what stands in for images when only time counts. */
final class RandomNumbers {
    private RandomNumbers() {
    }

    /** N(0, deviation²) */
    static float[] normal(Random random, int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** A vector of length 1. */
    static float[] direction(Random random, int length) {
        float[] values = normal(random, length, 1);
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int i = 0; i < length; i++) {
            values[i] /= (float) Math.sqrt(squares);
        }
        return values;
    }
}
