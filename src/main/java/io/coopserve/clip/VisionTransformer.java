package io.coopserve.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Torch;

/** Vision transformer: patches, class token, blocks, projection of the class token (CLIP, section 2.4). */
final class VisionTransformer implements ImageTower {
    private final NDArray patchEmbedding; // (d, 3, p, p)
    private final NDArray classToken; // (d)
    private final NDArray positions; // (patches + 1, d)
    private final Transformer.Norm before;
    private final Transformer.Norm after;
    private final Transformer transformer;
    private final NDArray projection; // (d, e)
    private final int patch;

    VisionTransformer(TowerWeights weights, ClipSizes.VisionTransformer sizes) {
        float epsilon = sizes.tower().epsilon();
        this.patch = sizes.patchSize();
        this.patchEmbedding = weights.array("visual.conv1.weight");
        this.classToken = weights.array("visual.class_embedding");
        this.positions = weights.array("visual.positional_embedding");
        this.before = weights.norm("visual.ln_pre", epsilon);
        this.after = weights.norm("visual.ln_post", epsilon);
        this.transformer = new Transformer(weights, "visual.transformer", sizes.tower(), Transformer.Mask.NONE);
        this.projection = weights.array("visual.proj");
    }

    /** A whole pass takes about as long as all the rest of a start, one of a single token what reading the weights takes. */
    @Override
    public void warmUp(NDArray pixels) {
        transformer.forward(classToken.reshape(1, 1, -1), Trace.NONE);
    }

    @Override
    public NDArray forward(NDArray pixels, Trace trace) {
        long batch = pixels.getShape().get(0);
        NDArray x = Torch.block(() -> {
            NDArray grid = trace.see("visual.patch_conv",
                    Conv2d.conv2d(pixels, patchEmbedding, null, new Shape(patch, patch)).singletonOrThrow());
            long width = grid.getShape().get(1);
            NDArray patches = grid.reshape(batch, width, -1).transpose(0, 2, 1); // (B, patches, d)
            NDArray tokens = classToken.reshape(1, 1, width).broadcast(new Shape(batch, 1, width)).concat(patches, 1);
            return trace.see("visual.ln_pre", before.forward(tokens.add(positions))); // (B, patches + 1, d)
        });
        NDArray tokens = transformer.forward(x, trace.inside("visual."));
        return Torch.block(() -> trace.see("image_features",
                trace.see("visual.ln_post", after.forward(Transformer.first(tokens))).matMul(projection)));
    }
}
