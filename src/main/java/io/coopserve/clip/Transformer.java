package io.coopserve.clip;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Torch;

/**
 * Pre-LayerNorm residual attention blocks (CLIP, section 2.4). In all shapes B is the batch, T the number of tokens, d the
 * width, h the number of heads.
 */
final class Transformer {
    private record Block(Norm norm1, Dense qkv, Dense out, Norm norm2, Dense up, Dense down) {}

    private final ClipSizes.Tower sizes;
    private final List<Block> blocks = new ArrayList<>();
    private final NDArray quick; // 1.702, or null for GELU

    Transformer(DeviceWeights weights, String prefix, ClipSizes.Tower sizes) {
        this.sizes = sizes;
        this.quick = sizes.quickGelu() ? weights.constant(1.702f) : null;
        for (int layer = 0; layer < sizes.layers(); layer++) {
            String block = prefix + ".resblocks." + layer + ".";
            blocks.add(new Block(weights.norm(block + "ln_1", sizes.epsilon()),
                    weights.queriesKeysValues(block + "attn.in_proj_",
                            sizes.width() / sizes.heads()),
                    weights.dense(block + "attn.out_proj"), weights.norm(block + "ln_2",
                            sizes.epsilon()),
                    weights.dense(block + "mlp.c_fc"), weights.dense(block + "mlp.c_proj")));
        }
    }

    /**
     * @param tokens (B, T, d)
     * @param mask (T, T), 0 or negative infinity, added to the attention scores; null: every token sees every token
     * @param trace is told what each block makes
     * @return (B, T, d)
     */
    NDArray forward(NDArray tokens, NDArray mask, Trace trace) {
        NDArray x = tokens;
        for (int layer = 0; layer < blocks.size(); layer++) {
            NDArray input = x;
            Block block = blocks.get(layer);
            Trace inner = trace.inside("block" + layer);
            x = Torch.block(() -> forward(block, input, mask, inner));
        }
        return x;
    }

    private NDArray forward(Block block, NDArray x, NDArray mask, Trace trace) {
        NDArray attended = attention(block, trace.see(".ln_1", block.norm1.forward(x)), mask);
        NDArray y = x.add(trace.see(".attn", attended));
        NDArray fed = block.down.forward(activation(block.up.forward(block.norm2.forward(y))));
        return trace.see("", y.add(trace.see(".mlp", fed)));
    }

    private NDArray attention(Block block, NDArray x, NDArray mask) {
        Shape shape = x.getShape();
        long batch = shape.get(0);
        long length = shape.get(1);
        long heads = sizes.heads();
        NDArray qkv = block.qkv.forward(x) // (B, T, 3d)
                .reshape(batch, length, 3, heads, sizes.width() / heads)
                .transpose(2, 0, 3, 1, 4); // (3, B, h, T, d/h)
        NDArray scores = qkv.get(0).matMul(qkv.get(1).transpose(0, 1, 3, 2)); // (B, h, T, T)
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        NDArray mixed = weights.matMul(qkv.get(2)); // (B, h, T, d/h)
        return block.out.forward(mixed.transpose(0, 2, 1, 3).reshape(batch, length, sizes.width()));
    }

    private NDArray activation(NDArray x) {
        return quick == null ? Activation.gelu(x) : x.mul(Activation.sigmoid(x.mul(quick)));
    }

    /** LayerNorm over the last axis. */
    record Norm(NDArray weight, NDArray bias, float epsilon) {
        NDArray forward(NDArray x) {
            return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), weight, bias, epsilon).singletonOrThrow();
        }
    }

    /** x Wᵀ + b over the last axis. */
    record Dense(NDArray weight, NDArray bias) {
        NDArray forward(NDArray x) {
            return Linear.linear(x, weight, bias).singletonOrThrow();
        }
    }

    /** The first token of each sequence: (B, T, d) to (B, d). */
    static NDArray first(NDArray tokens) {
        return tokens.get(new NDIndex(":, 0"));
    }
}
