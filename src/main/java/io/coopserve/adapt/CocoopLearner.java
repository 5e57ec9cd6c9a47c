package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.torch.Torch;

/**
 * CoCoOp's objective (CoCoOp, section 3.2): as {@link PromptLearner}'s, but that every image has a context of its own, so that
 * all class names pass the text tower once for each.
 */
final class CocoopLearner {
    private final Torch torch;
    private final CrossEntropy loss;
    private final int width; // d
    private final int embedding; // e

    /**
     * One evaluation of the objective.
     *
     * @param loss mean over the batch
     * @param gradients of the loss for the parameters, in their order
     * @param correct images of the batch that were classified right
     */
    record Step(double loss, List<float[]> gradients, int correct) {}

    CocoopLearner(Clip clip, TextEncoder.ClassPrompts prompts, Training training) {
        this.torch = clip.torch();
        this.loss = new CrossEntropy(clip, prompts, training);
        this.width = clip.textEncoder().width();
        this.embedding = clip.embedding();
    }

    /** @param parameters as {@link MetaNet#PARAMETERS}, row by row */
    Step step(List<float[]> parameters, LabelledFeatures batch) {
        return torch.inference(() -> {
            CrossEntropy.Loss value = loss.of(contexts(parameters, batch), batch);
            return new Step(value.value(), gradients(parameters, batch, value.gradient()), value.correct());
        });
    }

    /** @param gradient for the contexts of the images, (B, M, d) */
    private List<float[]> gradients(List<float[]> parameters, LabelledFeatures batch, float[] gradient) {
        return torch.training(() -> {
            List<NDArray> leaves = arrays(parameters);
            leaves.forEach(leaf -> leaf.setRequiresGradient(true));
            NDArray contexts = MetaNet.contexts(leaves, images(batch));
            return torch.backward(contexts.mul(torch.array(gradient, contexts.getShape().getShape())).sum(), leaves);
        });
    }

    /** Logits (N, K) of images, row by row. */
    float[] logits(List<float[]> parameters, LabelledFeatures images) {
        return torch.inference(() -> loss.logits(contexts(parameters, images), images).toFloatArray());
    }

    /** (B, M, d) */
    private NDArray contexts(List<float[]> parameters, LabelledFeatures images) {
        return MetaNet.contexts(arrays(parameters), images(images));
    }

    private List<NDArray> arrays(List<float[]> parameters) {
        int hidden = parameters.get(2).length;
        List<long[]> shapes = List.of(new long[]{parameters.get(0).length / width, width}, new long[]{hidden, embedding},
                new long[]{
                        hidden},
                new long[]{width, hidden}, new long[]{width});
        List<NDArray> arrays = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            arrays.add(torch.array(parameters.get(i), shapes.get(i)));
        }
        return arrays;
    }

    /** (B, e) */
    private NDArray images(LabelledFeatures batch) {
        return torch.array(batch.flat(), batch.size(), embedding);
    }
}
