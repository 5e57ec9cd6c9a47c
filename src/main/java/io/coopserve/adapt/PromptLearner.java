package io.coopserve.adapt;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.clip.TextPass;
import io.coopserve.clip.TrainablePrompts;
import io.coopserve.torch.Torch;

/** CoOp's objective (CoOp, section 3.1): {@link CrossEntropy} of prompts as a function of their context alone. */
final class PromptLearner {
    private final Torch torch;
    private final TextEncoder.ClassPrompts prompts;
    private final TrainablePrompts trainable;
    private final CrossEntropy loss;
    private final int width; // d
    private final int embedding; // e

    /**
     * One evaluation of the objective.
     *
     * @param loss mean over the batch
     * @param gradient of the loss for the context, (M, d)
     * @param correct images of the batch that were classified right
     */
    record Step(double loss, float[] gradient, int correct) {}

    PromptLearner(Clip clip, TextEncoder.ClassPrompts prompts, Training training) {
        this.torch = clip.torch();
        this.prompts = prompts;
        this.trainable = prompts.trainable(training.precision(), training.activations());
        this.loss = new CrossEntropy(clip);
        this.width = clip.textEncoder().width();
        this.embedding = clip.embedding();
    }

    /** @param context (M, d) */
    Step step(float[] context, LabelledFeatures batch) {
        return torch.inference(() -> {
            TextPass text = trainable.forward(contexts(context));
            CrossEntropy.Loss value = loss.of(text.features(), batch);
            NDArray gradient = torch.array(value.gradient(), 1, prompts.classes(), embedding);
            return new Step(value.value(), text.backward(gradient).toFloatArray(), value.correct());
        });
    }

    /** Logits (N, K) of images, row by row. */
    float[] logits(float[] context, LabelledFeatures images) {
        return torch.inference(() -> loss.logits(prompts.features(contexts(context)), images).toFloatArray());
    }

    /** One for all images, (1, M, d). */
    private NDArray contexts(float[] context) {
        return torch.array(context, 1, context.length / width, width);
    }
}
