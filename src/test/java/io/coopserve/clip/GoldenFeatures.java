package io.coopserve.clip;

import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenModel;
import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Tensor;

/** The set's model applied to the set's inputs; features as the server makes them, of length 1. */
final class GoldenFeatures {
    /** The scaled error allowed to every result of a forward pass. */
    static final double TOLERANCE = 2e-5;

    private GoldenFeatures() {
    }

    /** Already preprocessed images, one array each. */
    static List<float[]> images(GoldenModel model) {
        Tensor images = GoldenSet.current().tensors("images_%s.safetensors".formatted(model.backbone())).tensor("images");
        float[][] rows = new float[(int) images.shape()[0]][];
        Features.split(images.floats(), rows.length, rows, 0);
        return Arrays.asList(rows);
    }

    static float[] flat(List<float[]> rows) {
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int offset = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, offset, row.length);
            offset += row.length;
        }
        return all;
    }

    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    /** Scaled cosines of images and classes (N, K). */
    static float[] logits(Clip clip, float[][] images, float[][] classes) {
        float[] logits = new float[images.length * classes.length];
        for (int i = 0; i < logits.length; i++) {
            float[] image = images[i / classes.length];
            float[] text = classes[i % classes.length];
            double dot = 0;
            for (int k = 0; k < image.length; k++) {
                dot += (double) image[k] * text[k];
            }
            logits[i] = (float) (clip.logitScale() * dot);
        }
        return logits;
    }

    /** Softmax of each row of K logits. */
    static float[] probabilities(float[] logits, int classes) {
        float[] probabilities = new float[logits.length];
        for (int row = 0; row < logits.length; row += classes) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, logits[row + k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(logits[row + k] - largest);
            }
            for (int k = 0; k < classes; k++) {
                probabilities[row + k] = (float) (Math.exp(logits[row + k] - largest) / sum);
            }
        }
        return probabilities;
    }

    /** What is allowed to a logit moves the logarithm of a probability by as much as the logits are large. */
    static void compareProbabilities(String name, float[] logits, Tensor expected) {
        int classes = (int) expected.shape()[1];
        float largest = 1;
        for (float logit : logits) {
            largest = Math.max(largest, Math.abs(logit));
        }
        GoldenReport.close("probability", name, probabilities(logits, classes), expected.floats(), largest * TOLERANCE);
    }
}
