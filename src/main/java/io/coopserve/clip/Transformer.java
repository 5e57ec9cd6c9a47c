package io.coopserve.clip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/**
 * Pre-LayerNorm residual attention blocks (CLIP, section 2.4): those of an image tower, and where a model is pre-trained those
 * of a text tower too. Gradients are recorded where the thread records them. In all shapes B is the batch, T the number of
 * tokens, d the width.
 */
final class Transformer {
    private final List<BlockWeights> blocks;
    private final Torch torch;
    private final float share; // of what a feed-forward layer gives, the rest is in its weights
    private final Program program;

    /** Which tokens a token sees. */
    enum Mask {
        NONE("False"), CAUSAL("True");

        private final String causal; // as TorchScript spells it

        Mask(String causal) {
            this.causal = causal;
        }
    }

    Transformer(TowerWeights weights, String prefix, ClipSizes.Tower sizes, Mask mask) {
        this.blocks = BlockWeights.of(weights, prefix, sizes);
        this.torch = weights.torch();
        this.share = BlockWeights.share(sizes);
        Map<String, String> constants = new HashMap<>(BlockWeights.constants(sizes));
        constants.put("causal", mask.causal);
        this.program = torch.program(constants, weights.products().source(), "transformer");
    }

    /**
     * @param tokens (B, T, d), fp32
     * @param trace is told what each block makes
     * @return (B, T, d), fp32
     */
    NDArray forward(NDArray tokens, Trace trace) {
        NDArray x = tokens;
        for (int layer = 0; layer < blocks.size(); layer++) {
            NDArray input = x;
            BlockWeights block = blocks.get(layer);
            Trace inner = trace.inside("block" + layer);
            x = Torch.block(() -> {
                inside(block, input, inner);
                return inner.see("", forward(block, input));
            });
        }
        return x;
    }

    private NDArray forward(BlockWeights b, NDArray x) {
        return program.forward(x, b.norm1(), b.norm1Bias(), b.qkv(), b.qkvBias(), b.out(), b.outBias(), b.norm2(), b
                .norm2Bias(), b.up(), b.upBias(), b.down(), b.downBias());
    }

    /** The steps of a block, by the functions that it is made of. */
    private void inside(BlockWeights b, NDArray x, Trace trace) {
        trace.see(() -> {
            NDArray normalised = trace.see(".ln_1", program.call("normalised", x, b.norm1(), b.norm1Bias()));
            NDArray attended = trace.see(".attn", program.call("attention", normalised, b.qkv(), b.qkvBias(), b.out(), b
                    .outBias()));
            NDArray scaled = program.call("normalised", x.add(attended), b.norm2(), b.norm2Bias());
            trace.see(".mlp", program.call("feed", scaled, b.up(), b.upBias(), b.down(), b.downBias())
                    .mul(torch.array(new float[]{share}, 1)));
        });
    }

    /** LayerNorm over the last axis. */
    record Norm(NDArray weight, NDArray bias, float epsilon) {
        NDArray forward(NDArray x) {
            return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), weight, bias, epsilon).singletonOrThrow();
        }
    }

    /** The first token of each sequence: (B, T, d) to (B, d). */
    static NDArray first(NDArray tokens) {
        return tokens.get(new NDIndex(":, 0"));
    }
}
