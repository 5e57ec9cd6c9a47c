package io.coopserve.adapt;

import java.util.Arrays;

import io.coopserve.prompt.Scores;

/**
 * Images as the learner sees them.
 *
 * @param features (N, e), each of length 1
 * @param labels class index of each
 */
record LabelledFeatures(float[][] features, int[] labels) {
    int size() {
        return labels.length;
    }

    LabelledFeatures rows(int[] rows) {
        return new LabelledFeatures(Arrays.stream(rows).mapToObj(row -> features[row]).toArray(float[][]::new), Arrays.stream(
                rows).map(row -> labels[row]).toArray());
    }

    /** Features one after the other, copied: N × e numbers. */
    float[] flat() {
        int width = features[0].length;
        float[] flat = new float[size() * width];
        for (int i = 0; i < size(); i++) {
            System.arraycopy(features[i], 0, flat, i * width, width);
        }
        return flat;
    }

    /** Share of images whose nearest class weight, of (K, e), is their own; of equals the first counts. */
    double accuracy(float[][] weights) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            double bestCosine = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < weights.length; k++) {
                double cosine = Scores.dot(features[i], weights[k]);
                if (cosine > bestCosine) {
                    bestCosine = cosine;
                    best = k;
                }
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
