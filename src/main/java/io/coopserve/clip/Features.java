package io.coopserve.clip;

import java.util.Arrays;

import ai.djl.ndarray.NDArray;

/** Feature vectors on their way from the device. */
public final class Features {
    private Features() {
    }

    /** Rows divided by their length: (n, e). */
    public static NDArray normalised(NDArray features) {
        return features.div(features.square().sum(new int[]{-1}, true).sqrt());
    }

    /** The mean of vectors, made length 1. */
    static float[] meanDirection(float[][] vectors) {
        float[] mean = new float[vectors[0].length];
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            for (float[] vector : vectors) {
                mean[i] += vector[i];
            }
            squares += (double) mean[i] * mean[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= length;
        }
        return mean;
    }

    /** Rows (n, e) one after the other. */
    public static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    /** Rows of a flat (n, e) array, put into {@code into} from {@code from} on. */
    static void split(float[] values, int rows, float[][] into, int from) {
        int width = values.length / rows;
        for (int row = 0; row < rows; row++) {
            into[from + row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
    }
}
