package io.coopserve.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.clip.Features;
import io.coopserve.torch.Torch;

/**
 * CoCoOp's objective (CoCoOp, section 3.2): as {@link PromptLearner}'s, but that every image has a context of its own, so that
 * all class names pass the text tower once for each. What is learned is the context (M, d) and then the four arrays of the
 * {@link io.coopserve.prompt.MetaNet}: (h, e), (h), (d, h) and (d).
 */
public final class CocoopLearner implements Learner {
    private final Torch torch;
    private final CrossEntropy loss;
    private final int embedding; // e
    private final List<long[]> shapes; // of the five arrays

    /** @param contextLength M, the one the prompts were made with */
    CocoopLearner(Clip clip, ClassPrompts prompts, int contextLength, Training training) {
        this.torch = clip.torch();
        this.loss = new CrossEntropy(clip, prompts, training);
        this.embedding = clip.embedding();
        int width = clip.textEncoder().width();
        int hidden = hidden(embedding);
        this.shapes = List.of(new long[]{contextLength, width}, new long[]{hidden, embedding}, new long[]{hidden},
                new long[]{width, hidden}, new long[]{width});
    }

    /** h of the official meta-network: e/16. */
    public static int hidden(int embedding) {
        return Math.max(1, embedding / 16);
    }

    @Override
    public CrossEntropy.Loss step(float[] parameters, LabelledFeatures batch) {
        return torch.inference(() -> {
            CrossEntropy.Loss value = loss.of(contexts(arrays(parameters), batch), batch);
            return new CrossEntropy.Loss(value.value(), gradient(parameters, batch, value.gradient()), value.correct());
        });
    }

    /** @param gradient for the contexts of the images, (B, M, d) */
    private float[] gradient(float[] parameters, LabelledFeatures batch, float[] gradient) {
        return torch.training(() -> {
            List<NDArray> leaves = arrays(parameters);
            leaves.forEach(leaf -> leaf.setRequiresGradient(true));
            NDArray contexts = contexts(leaves, batch);
            return joined(torch.backward(contexts.mul(torch.array(gradient, contexts.getShape().getShape())).sum(), leaves));
        });
    }

    /** Logits (N, K) of images, row by row. */
    float[] logits(float[] parameters, LabelledFeatures images) {
        return torch.inference(() -> loss.logits(contexts(arrays(parameters), images), images).toFloatArray());
    }

    /** Contexts of images: (B, M, d). */
    private NDArray contexts(List<NDArray> p, LabelledFeatures batch) {
        NDArray images = torch.array(Features.flat(batch.features()), batch.size(), embedding);
        NDArray hidden = images.matMul(p.get(1).transpose()).add(p.get(2));
        NDArray bias = Activation.relu(hidden).matMul(p.get(3).transpose()).add(p.get(4)); // (B, d)
        return p.get(0).expandDims(0).add(bias.expandDims(1));
    }

    private List<NDArray> arrays(float[] parameters) {
        List<NDArray> arrays = new ArrayList<>();
        List<float[]> parts = split(parameters);
        for (int i = 0; i < shapes.size(); i++) {
            arrays.add(torch.array(parts.get(i), shapes.get(i)));
        }
        return arrays;
    }

    /** The five arrays of all that is learned. */
    List<float[]> split(float[] parameters) {
        List<float[]> parts = new ArrayList<>();
        int from = 0;
        for (long[] shape : shapes) {
            int to = from + Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
            parts.add(Arrays.copyOfRange(parameters, from, to));
            from = to;
        }
        return parts;
    }

    /** The other way round. */
    static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int from = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, from, part.length);
            from += part.length;
        }
        return all;
    }
}
