package io.coopserve.adapt;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.torch.Torch;

/** CoOp's objective (CoOp, section 3.1): {@link CrossEntropy} as a function of one context for all images. */
final class PromptLearner {
    private final Torch torch;
    private final CrossEntropy loss;
    private final int width; // d

    PromptLearner(Clip clip, TextEncoder.ClassPrompts prompts, Training training) {
        this.torch = clip.torch();
        this.loss = new CrossEntropy(clip, prompts, training);
        this.width = clip.textEncoder().width();
    }

    /**
     * One evaluation of the objective.
     *
     * @param context (M, d)
     * @return with the gradient for the context, (M, d)
     */
    CrossEntropy.Loss step(float[] context, LabelledFeatures batch) {
        return torch.inference(() -> loss.of(contexts(context), batch));
    }

    /** Logits (N, K) of images, row by row. */
    float[] logits(float[] context, LabelledFeatures images) {
        return torch.inference(() -> loss.logits(contexts(context), images).toFloatArray());
    }

    /** One for all images, (1, M, d). */
    private NDArray contexts(float[] context) {
        return torch.array(context, 1, context.length / width, width);
    }
}
