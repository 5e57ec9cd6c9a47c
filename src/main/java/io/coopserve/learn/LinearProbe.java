package io.coopserve.learn;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Features;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Torch;

/**
 * A linear classifier on frozen image features, without any text (CLIP, arXiv 2103.00020, section 3.2): the baseline that few-shot
 * methods are compared with (CoOp, section 4.1). Multinomial logistic regression; its objective is scikit-learn's, C × sum of
 * cross-entropies + ½‖W‖², here over C × N.
 *
 * @param weights (K, e)
 * @param biases (K)
 */
public record LinearProbe(List<String> classes, float[][] weights, float[] biases) implements Classifier {
    /**
     * That of CLIP's own example, 0.316 on features whose length is about 10, for features of length 1. A few shots leave no
     * validation images to choose it by, as the papers do.
     */
    static final double C = 31.6;
    /**
     * Of the sum's gradient: that of scikit-learn before 1.4, which the papers used. The mean's, by which later ones stop, is
     * less than that before anything is learned where there are 1,000 classes.
     */
    private static final double TOLERANCE = 1e-4;
    private static final int MAX_ITERATIONS = 1000; // CoOp's
    private static final int CHUNK = 1 << 20; // numbers: about 50 ms of a core, which is what a request may wait for

    /**
     * @param images (N, e)
     * @param checkStopped called before every evaluation; what it throws ends the work
     */
    public static LinearProbe of(Torch torch, List<String> classes, LabelledFeatures images, Runnable checkStopped) {
        return of(torch, classes, images, C, CHUNK, TOLERANCE, checkStopped);
    }

    /**
     * @param chunk how many numbers an array may have
     * @param tolerance of the gradient of the sum of cross-entropies + ‖W‖² / 2C
     */
    static LinearProbe of(Torch torch, List<String> classes, LabelledFeatures images, double c, int chunk, double tolerance,
            Runnable checkStopped) {
        Objective objective = new Objective(torch, images, classes.size(), c, chunk);
        double[] parameters = new double[classes.size() * (objective.width + 1)];
        Lbfgs.minimise((at, gradient) -> {
            checkStopped.run();
            return objective.value(at, gradient);
        }, parameters, tolerance / images.size(), MAX_ITERATIONS);
        float[] weights = floats(parameters, 0, classes.size() * objective.width);
        float[][] rows = new float[classes.size()][];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = Arrays.copyOfRange(weights, k * objective.width, (k + 1) * objective.width);
        }
        return new LinearProbe(classes, rows, floats(parameters, weights.length, parameters.length));
    }

    private static float[] floats(double[] values, int from, int to) {
        float[] floats = new float[to - from];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[from + i];
        }
        return floats;
    }

    @Override
    public double[][] logits(float[][] images) {
        return Arrays.stream(images).map(image -> {
            double[] logits = Scores.logits(image, weights, 1);
            for (int k = 0; k < logits.length; k++) {
                logits[k] += biases[k];
            }
            return logits;
        }).toArray(double[][]::new);
    }

    /** Mean cross-entropy + ‖W‖² / 2CN, of W (K, e) and then the biases (K). Products are libtorch's, a chunk of rows at a time. */
    private static final class Objective {
        private final Torch torch;
        private final LabelledFeatures images;
        private final int classes;
        private final int width; // e
        private final double decay;
        private final int rows;

        Objective(Torch torch, LabelledFeatures images, int classes, double c, int chunk) {
            this.torch = torch;
            this.images = images;
            this.classes = classes;
            this.width = images.features()[0].length;
            this.decay = 1 / (c * images.size());
            this.rows = Math.max(1, chunk / Math.max(classes, width));
        }

        double value(double[] at, double[] gradient) {
            Arrays.fill(gradient, 0);
            double value = 0;
            for (int i = 0; i < classes * width; i++) {
                value += decay * at[i] * at[i] / 2;
                gradient[i] = decay * at[i];
            }
            float[] weights = floats(at, 0, classes * width);
            for (int from = 0; from < images.size(); from += rows) {
                value += chunk(weights, at, from, Math.min(from + rows, images.size()), gradient);
            }
            return value;
        }

        /** A request that is served meanwhile waits for no more than this. */
        private double chunk(float[] weights, double[] at, int from, int to, double[] gradient) {
            return torch.inference(() -> {
                NDArray features = torch.array(Features.flat(Arrays.copyOfRange(images.features(), from, to)), to - from,
                        width);
                float[] logits = features.matMul(torch.array(weights, classes, width).transpose()).toFloatArray();
                double loss = residuals(logits, at, from, gradient);
                float[] ofWeights = torch.array(logits, to - from, classes).transpose().matMul(features).toFloatArray();
                for (int i = 0; i < ofWeights.length; i++) {
                    gradient[i] += ofWeights[i];
                }
                return loss;
            });
        }

        /** Writes (probability − truth) / N over logits without biases, adds them up in the biases' gradient; the chunk's loss. */
        private double residuals(float[] logits, double[] at, int from, double[] gradient) {
            int biases = classes * width;
            double[] row = new double[classes];
            double loss = 0;
            for (int i = 0; i < logits.length / classes; i++) {
                for (int k = 0; k < classes; k++) {
                    row[k] = logits[i * classes + k] + at[biases + k];
                }
                int label = images.labels()[from + i];
                double normaliser = row[label] - Scores.logProbability(row, label);
                loss += (normaliser - row[label]) / images.size();
                for (int k = 0; k < classes; k++) {
                    double residual = (Math.exp(row[k] - normaliser) - (k == label ? 1 : 0)) / images.size();
                    logits[i * classes + k] = (float) residual;
                    gradient[biases + k] += residual;
                }
            }
            return loss;
        }
    }
}
