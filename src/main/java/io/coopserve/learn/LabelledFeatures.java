package io.coopserve.learn;

import java.util.Arrays;

import io.coopserve.prompt.Classifier;

/**
 * Images as the learner sees them.
 *
 * @param features (N, e), each of length 1
 * @param labels class index of each
 */
public record LabelledFeatures(float[][] features, int[] labels) {
    public int size() {
        return labels.length;
    }

    public LabelledFeatures rows(int[] rows) {
        return new LabelledFeatures(Arrays.stream(rows).mapToObj(row -> features[row]).toArray(float[][]::new), Arrays.stream(
                rows).map(row -> labels[row]).toArray());
    }

    /** Share of images whose largest logit is their class's; of equals the first counts. */
    double accuracy(Classifier classifier) {
        double[][] logits = classifier.logits(features);
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int k = 1; k < logits[i].length; k++) {
                best = logits[i][k] > logits[i][best] ? k : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }
}
