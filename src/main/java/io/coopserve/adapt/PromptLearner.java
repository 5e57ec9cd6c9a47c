package io.coopserve.adapt;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Clip;
import io.coopserve.clip.Features;
import io.coopserve.clip.TextEncoder;
import io.coopserve.clip.TextPass;
import io.coopserve.clip.TrainablePrompts;
import io.coopserve.torch.Torch;

/**
 * CoOp's objective (CoOp, section 3.1): mean cross-entropy of scale × cosine between frozen image features and the text
 * features of the prompts, as a function of the context alone.
 */
final class PromptLearner {
    private final Torch torch;
    private final TextEncoder.ClassPrompts prompts;
    private final TrainablePrompts trainable;
    private final int width; // d
    private final int embedding; // e
    private final float scale;

    /**
     * One evaluation of the objective.
     *
     * @param loss mean over the batch
     * @param gradient of the loss for the context, (M, d)
     * @param correct images of the batch that were classified right
     */
    record Step(double loss, float[] gradient, int correct) {}

    PromptLearner(Clip clip, TextEncoder.ClassPrompts prompts) {
        this.torch = clip.torch();
        this.prompts = prompts;
        this.trainable = prompts.trainable();
        this.width = clip.textEncoder().width();
        this.embedding = clip.embedding();
        this.scale = clip.logitScale();
    }

    /** @param context (M, d) */
    Step step(float[] context, LabelledFeatures batch) {
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
    private Loss loss(float[] features, LabelledFeatures batch) {
        return torch.training(() -> {
            NDArray leaf = torch.array(features, prompts.classes(), embedding);
            leaf.setRequiresGradient(true);
            NDArray logits = logits(leaf, images(batch)); // (B, K)
            NDArray loss = logits.logSoftmax(-1).mul(targets(batch)).sum().div(-batch.size());
            return new Loss(loss.getFloat(), torch.backward(loss, leaf), correct(logits.toFloatArray(), batch.labels()));
        });
    }

    private NDArray logits(NDArray features, NDArray batch) {
        return batch.matMul(Features.normalised(features).transpose()).mul(scale);
    }

    /** Logits (N, K), row by row. */
    float[] logits(float[] context, LabelledFeatures data) {
        return torch.inference(() -> logits(prompts.features(context), images(data)).toFloatArray());
    }

    /** (B, e) */
    private NDArray images(LabelledFeatures batch) {
        float[] flat = new float[batch.size() * embedding];
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(batch.features()[i], 0, flat, i * embedding, embedding);
        }
        return torch.array(flat, batch.size(), embedding);
    }

    /** (B, K), one-hot */
    private NDArray targets(LabelledFeatures batch) {
        float[] oneHot = new float[batch.size() * prompts.classes()];
        for (int i = 0; i < batch.size(); i++) {
            oneHot[i * prompts.classes() + batch.labels()[i]] = 1;
        }
        return torch.array(oneHot, batch.size(), prompts.classes());
    }

    private int correct(float[] logits, int[] labels) {
        int classes = prompts.classes();
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = logits[i * classes + k] > logits[i * classes + best] ? k : best;
            }
            correct += best == labels[i] ? 1 : 0;
        }
        return correct;
    }
}
