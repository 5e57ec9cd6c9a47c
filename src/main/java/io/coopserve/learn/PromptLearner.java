package io.coopserve.learn;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.torch.Torch;

/** CoOp's objective (CoOp, section 3.1): {@link CrossEntropy} as a function of contexts that are the same for all images. */
final class PromptLearner implements Learner {
    private final Torch torch;
    private final CrossEntropy loss;
    private final int width; // d

    PromptLearner(Clip clip, ClassPrompts prompts, Training training) {
        this(clip, new CrossEntropy(clip, prompts, training));
    }

    PromptLearner(Clip clip, CrossEntropy loss) {
        this.torch = clip.torch();
        this.loss = loss;
        this.width = clip.textEncoder().width();
    }

    /** @param context (M, d), or (K, M, d) if each class has its own */
    @Override
    public CrossEntropy.Loss step(float[] context, LabelledFeatures batch) {
        return torch.inference(() -> loss.of(contexts(context), batch));
    }

    /** Logits (N, K) of images, row by row. */
    float[] logits(float[] context, LabelledFeatures images) {
        return torch.inference(() -> loss.logits(contexts(context), images).toFloatArray());
    }

    /** (1, C, d) */
    private NDArray contexts(float[] context) {
        return torch.array(context, 1, context.length / width, width);
    }
}
