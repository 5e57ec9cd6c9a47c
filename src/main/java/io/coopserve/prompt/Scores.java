package io.coopserve.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From features to ranked labels, on the host. */
public final class Scores {
    private Scores() {
    }

    /** Cosine of two vectors of length 1. */
    public static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Logits (K) of an image: scale × cosine to class weights (K, e). */
    public static double[] logits(float[] image, float[][] weights, float scale) {
        double[] logits = new double[weights.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = scale * dot(image, weights[k]);
        }
        return logits;
    }

    /** Logarithm of the softmax of one of the logits. */
    public static double logProbability(double[] logits, int label) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        return logits[label] - largest - Math.log(Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).sum());
    }

    /**
     * The most probable labels: softmax of the logits, by falling probability; equals stay in class order.
     *
     * @param most how many of them
     * @param least the probability that they have at least
     */
    public static List<Label> ranked(List<String> classes, double[] logits, int most, double least) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        long[] order = new long[logits.length];
        for (int k = 0; k < logits.length; k++) {
            sum += Math.exp(logits[k] - largest);
            order[k] = rank((float) (largest - logits[k]), k);
        }
        Arrays.sort(order);
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < Math.min(most, order.length); i++) {
            int k = (int) order[i];
            double score = Math.exp(logits[k] - largest) / sum;
            if (score < least) {
                break;
            }
            labels.add(new Label(classes.get(k), score));
        }
        return labels;
    }

    /** A number that sorts by distance, which is not negative, and then by class: so no object is made of either. */
    private static long rank(float distance, int k) {
        return (long) Float.floatToIntBits(distance) << Integer.SIZE | k;
    }
}
