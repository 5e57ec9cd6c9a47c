package io.coopserve.adapt;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Clip;
import io.coopserve.clip.Features;
import io.coopserve.clip.TextEncoder;
import io.coopserve.clip.TextPass;
import io.coopserve.clip.TrainablePrompts;
import io.coopserve.torch.Torch;

/**
 * CoOp's objective (CoOp, section 3.1): mean cross-entropy of scale × cosine between frozen image features and the text
 * features of the prompts, as a function of the context alone. Owns two arrays on the device; close it.
 */
final class PromptLearner implements AutoCloseable {
    private final Torch torch;
    private final TextEncoder.ClassPrompts prompts;
    private final TrainablePrompts trainable;
    private final int width; // d
    private final int embedding; // e
    private final float scale;
    private final int[] labels;
    private final NDArray images; // (N, e)
    private final NDArray targets; // (N, K), one-hot

    /**
     * One evaluation of the objective.
     *
     * @param loss mean over the batch
     * @param gradient of the loss for the context, (M, d)
     * @param correct images of the batch that were classified right
     */
    record Step(double loss, float[] gradient, int correct) {}

    PromptLearner(Clip clip, TextEncoder.ClassPrompts prompts, LabelledFeatures data, Training training) {
        this.torch = clip.torch();
        this.prompts = prompts;
        this.trainable = prompts.trainable(training.precision(), training.activations());
        this.width = clip.textEncoder().width();
        this.embedding = clip.embedding();
        this.scale = clip.logitScale();
        this.labels = data.labels();
        int classes = prompts.classes();
        float[] flat = new float[data.size() * clip.embedding()];
        float[] oneHot = new float[data.size() * classes];
        for (int i = 0; i < data.size(); i++) {
            System.arraycopy(data.features()[i], 0, flat, i * clip.embedding(), clip.embedding());
            oneHot[i * classes + labels[i]] = 1;
        }
        this.images = torch.array(flat, data.size(), clip.embedding());
        this.targets = torch.array(oneHot, data.size(), classes);
    }

    /**
     * @param context (M, d)
     * @param batch indices of images
     */
    Step step(float[] context, int[] batch) {
        return torch.inference(() -> {
            TextPass text = trainable.forward(torch.array(context, 1, context.length / width, width));
            Loss loss = loss(text.features().toFloatArray(), batch);
            NDArray gradient = torch.array(loss.gradient, 1, prompts.classes(), embedding);
            return new Step(loss.value, text.backward(gradient).toFloatArray(), loss.correct);
        });
    }

    /** @param gradient of the loss for the text features, (K, e) */
    private record Loss(double value, float[] gradient, int correct) {}

    /** @param features of the prompts, (K, e), not normalised */
    private Loss loss(float[] features, int[] batch) {
        return torch.training(() -> {
            NDArray leaf = torch.array(features, prompts.classes(), embedding);
            leaf.setRequiresGradient(true);
            NDArray chosen = torch.indices(Arrays.stream(batch).asLongStream().toArray());
            NDArray logits = logits(leaf, Torch.rows(images, chosen)); // (B, K)
            NDArray loss = logits.logSoftmax(-1).mul(Torch.rows(targets, chosen)).sum().div(-batch.length);
            return new Loss(loss.getFloat(), torch.backward(loss, List.of(leaf)).get(0), correct(logits.toFloatArray(), batch));
        });
    }

    private NDArray logits(NDArray features, NDArray batch) {
        return batch.matMul(Features.normalised(features).transpose()).mul(scale);
    }

    /** Logits (N, K) of all images, row by row. */
    float[] logits(float[] context) {
        return torch.inference(() -> logits(prompts.features(context), images).toFloatArray());
    }

    private int correct(float[] logits, int[] batch) {
        int classes = prompts.classes();
        int correct = 0;
        for (int i = 0; i < batch.length; i++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = logits[i * classes + k] > logits[i * classes + best] ? k : best;
            }
            correct += best == labels[batch[i]] ? 1 : 0;
        }
        return correct;
    }

    @Override
    public void close() {
        images.close();
        targets.close();
    }
}
