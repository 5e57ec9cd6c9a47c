package io.coopserve.prompt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** From features to ranked labels, on the host: K dot products are not worth a trip to the device. */
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

    /** Softmax of the logits, by falling probability; equals stay in class order. */
    public static List<Label> ranked(List<String> classes, double[] logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        double[] exponentials = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
        double sum = Arrays.stream(exponentials).sum();
        return IntStream.range(0, logits.length)
                .mapToObj(k -> new Label(classes.get(k), exponentials[k] / sum))
                .sorted(Comparator.comparingDouble(Label::score).reversed())
                .toList();
    }
}
