package io.coopserve.clip;

import java.util.Arrays;

import ai.djl.ndarray.NDArray;

/** Feature vectors on their way from the device. */
final class Features {
    private Features() {
    }

    /** Rows divided by their length: (n, e). */
    static NDArray normalised(NDArray features) {
        return features.div(features.square().sum(new int[]{-1}, true).sqrt());
    }

    /** Rows of a flat (n, e) array, put into {@code into} from {@code from} on. */
    static void split(float[] values, int rows, float[][] into, int from) {
        int width = values.length / rows;
        for (int row = 0; row < rows; row++) {
            into[from + row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
    }
}
