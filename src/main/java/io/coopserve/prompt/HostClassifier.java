package io.coopserve.prompt;

import java.util.Arrays;
import java.util.List;

/**
 * What of a prompt answers requests, in as few bytes as there are: class weights, names and, if there is one, a cache of
 * training images (Tip-Adapter). A few dot products on the host are not worth a trip to the device.
 */
final class HostClassifier implements Classifier {
    private final PackedNames classes;
    private final float scale;
    private final Columns weights; // K of them
    private final TrainingCache cache; // null: there is none

    /** @param keys N features of training images, of class labels[i] each; α and β as in {@link Cached} */
    private record TrainingCache(Columns keys, int[] labels, double alpha, double beta) {
        private void addTo(double[] logits, float[] image) {
            float[] cosines = keys.products(image);
            for (int i = 0; i < cosines.length; i++) {
                logits[labels[i]] += alpha * Math.exp(-beta * (1 - cosines[i]));
            }
        }
    }

    HostClassifier(ClassWeights prompt) {
        this(prompt.classes(), prompt.logitScale(), prompt.weights(), null);
    }

    HostClassifier(Cached prompt) {
        this(prompt.classes(), prompt.logitScale(), prompt.weights(), new TrainingCache(new Columns(prompt.keys()), prompt
                .labels(), prompt.alpha(), prompt.beta()));
    }

    private HostClassifier(List<String> classes, float scale, float[][] weights, TrainingCache cache) {
        this.classes = new PackedNames(classes);
        this.scale = scale;
        this.weights = new Columns(weights);
        this.cache = cache;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public double[][] logits(float[][] images) {
        return Arrays.stream(images).map(this::logits).toArray(double[][]::new);
    }

    private double[] logits(float[] image) {
        float[] cosines = weights.products(image);
        double[] logits = new double[cosines.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = scale * cosines[k];
        }
        if (cache != null) {
            cache.addTo(logits, image);
        }
        return logits;
    }
}
