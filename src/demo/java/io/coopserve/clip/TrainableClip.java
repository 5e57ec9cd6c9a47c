package io.coopserve.clip;

import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Leaf;
import io.coopserve.torch.Torch;

/**
 * The towers of a CLIP all of whose weights learn. The image tower is the one that serves; the text tower is made of the same
 * blocks with a causal mask, since the one that serves has a way back to context vectors only. Weights and their memory belong
 * to the {@link Torch} given.
 */
public final class TrainableClip {
    private static final int GROUP = 16;

    private final Torch torch;
    private final ClipSizes sizes;
    private final LeafWeights weights;
    private final ImageTower imageTower;
    private final NDArray tokenEmbedding; // (vocabulary, d)
    private final NDArray positions; // (context length, d)
    private final Transformer textTransformer;
    private final Transformer.Norm norm;
    private final NDArray projection; // (d, e)

    /** What a loss says about the features of its batch. */
    @FunctionalInterface
    public interface Loss {
        /**
         * @param features of B pictures or captions, (B, e), each of length 1
         * @return its gradients, as many
         */
        Pair gradients(Pair features);
    }

    /** Of pictures and of captions, each (B, e), row by row. */
    public record Pair(float[] images, float[] texts) {}

    /** @param initial fp32, by OpenAI's names and in its layout */
    public TrainableClip(Torch torch, ClipSizes sizes, Map<String, Tensor> initial) {
        this(new LeafWeights(torch, initial), sizes);
    }

    private TrainableClip(LeafWeights weights, ClipSizes sizes) {
        this.torch = weights.torch();
        this.sizes = sizes;
        this.weights = weights;
        this.imageTower = new VisionTransformer(weights, (ClipSizes.VisionTransformer) sizes.vision());
        this.tokenEmbedding = weights.array("token_embedding.weight");
        this.positions = weights.array("positional_embedding");
        this.textTransformer = new Transformer(weights, "transformer", sizes.text(), Transformer.Mask.CAUSAL);
        this.norm = weights.norm("ln_final", sizes.text().epsilon());
        this.projection = weights.array("text_projection");
    }

    /** The same weights in the same memory, with gradients of their own: for a part of each batch, on another thread. */
    public TrainableClip replica(Torch other) {
        return new TrainableClip(weights.on(other), sizes);
    }

    /**
     * Encodes, asks the loss, and adds gradients to those of the {@link #leaves}.
     *
     * @param pixels (B, 3, n, n), normalised
     * @param captions B token sequences with begin and end of text
     */
    public void backward(float[] pixels, long[][] captions, Loss loss) {
        int side = sizes.imageSize();
        torch.training(() -> {
            NDArray images = Features.normalised(imageTower.forward(
                    torch.array(pixels, pixels.length / (3 * side * side), 3, side,
                            side),
                    Trace.NONE));
            Texts texts = new Texts(captions);
            Pair gradients = loss.gradients(new Pair(images.toFloatArray(), texts.features()));
            torch.backward(alongGradient(images, gradients.images).add(texts.alongGradient(gradients.texts)));
            return null;
        });
    }

    /**
     * The same for two captions of each drawing.
     *
     * @param others B token sequences, in place of pictures
     */
    public void backward(long[][] others, long[][] captions, Loss loss) {
        torch.training(() -> {
            Texts first = new Texts(others);
            Texts second = new Texts(captions);
            Pair gradients = loss.gradients(new Pair(first.features(), second.features()));
            torch.backward(first.alongGradient(gradients.images).add(second.alongGradient(gradients.texts)));
            return null;
        });
    }

    /** Captions of a batch, encoded in groups of about the same length. */
    private final class Texts {
        private final List<CaptionGroup> groups;
        private final List<NDArray> encoded;
        private final int batch;

        Texts(long[][] captions) {
            this.batch = captions.length;
            this.groups = CaptionGroup.of(captions, GROUP);
            this.encoded = groups.stream().map(group -> Features.normalised(encode(group))).toList();
        }

        float[] features() {
            float[] features = new float[batch * sizes.embedding()];
            for (int i = 0; i < groups.size(); i++) {
                groups.get(i).scatter(encoded.get(i).toFloatArray(), features);
            }
            return features;
        }

        NDArray alongGradient(float[] gradient) {
            NDArray sum = null;
            for (int i = 0; i < groups.size(); i++) {
                NDArray part = TrainableClip.this.alongGradient(encoded.get(i), groups.get(i).gather(gradient));
                sum = sum == null ? part : sum.add(part);
            }
            return sum;
        }
    }

    /** A number whose gradient for the features is the one given. */
    private NDArray alongGradient(NDArray features, float[] gradient) {
        return features.mul(torch.array(gradient, features.getShape().getShape())).sum();
    }

    /** Features of captions, (G, e), not normalised. What stands behind the end of a text is seen by nothing before. */
    private NDArray encode(CaptionGroup group) {
        int width = sizes.text().width();
        NDArray x = Torch.block(() -> Torch.rows(tokenEmbedding, torch.indices(group.tokens())).reshape(group.size(), group
                .longest(), width).add(positions.get("0:" + group.longest())));
        NDArray y = textTransformer.forward(x, Trace.NONE).reshape(-1, width);
        return norm.forward(Torch.rows(y, torch.indices(group.ends()))).matMul(projection);
    }

    /** What learns, by OpenAI's names. */
    public Map<String, Leaf> leaves() {
        return weights.leaves();
    }

    /** Copies of the weights as they are now, by OpenAI's names and in its layout. */
    public Map<String, Tensor> weights() {
        return weights.weights();
    }
}
