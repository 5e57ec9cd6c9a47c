package io.coopserve.clip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Program;
import io.coopserve.torch.Torch;

/**
 * Pre-LayerNorm residual attention blocks (CLIP, section 2.4). In all shapes B is the batch, T the number of tokens, d the
 * width.
 */
final class Transformer {
    /** QuickGELU(z) = SiLU(1.702 z) / 1.702. */
    private static final float QUICK = 1.702f;

    private final List<NDArray[]> blocks = new ArrayList<>(); // arguments of the program's forward behind x
    private final float share; // of what a feed-forward layer gives, the rest is in its weights
    private final Program program;

    /** @param causal whether a token sees only those before it; such a transformer is also trained through, in fp32 */
    Transformer(DeviceWeights weights, String prefix, ClipSizes.Tower sizes, boolean causal) {
        float scale = sizes.quickGelu() ? QUICK : 1;
        this.share = 1 / scale;
        for (int layer = 0; layer < sizes.layers(); layer++) {
            blocks.add(block(weights, prefix + ".resblocks." + layer + ".", scale));
        }
        Map<String, String> constants = Map.of("heads", String.valueOf(sizes.heads()), "epsilon", String.valueOf(sizes
                .epsilon()), "causal", causal ? "True" : "False", "share", String.valueOf(share), "activation",
                sizes
                        .quickGelu() ? "silu" : "gelu",
                "fused", sizes.quickGelu() ? "swish" : "gelu");
        this.program = weights.torch().program(constants, weights.products().source(), "transformer");
    }

    /** The scale is in the vectors around the products, so that matrices stay where they are: mapped from the file. */
    private static NDArray[] block(DeviceWeights weights, String name, float scale) {
        return new NDArray[]{weights.array(name + "ln_1.weight"), weights.array(name + "ln_1.bias"),
                weights.matrix(name + "attn.in_proj_weight"), weights.product(name + "attn.in_proj_bias"),
                weights.matrix(name + "attn.out_proj.weight"), weights.product(name + "attn.out_proj.bias"),
                weights.scaled(name + "ln_2.weight", scale), weights.scaled(name + "ln_2.bias", scale),
                weights.matrix(name + "mlp.c_fc.weight"), weights.scaledProduct(name + "mlp.c_fc.bias", scale),
                weights.matrix(name + "mlp.c_proj.weight"), weights.scaledProduct(name + "mlp.c_proj.bias", scale)};
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
            NDArray[] block = blocks.get(layer);
            Trace inner = trace.inside("block" + layer);
            x = Torch.block(() -> {
                inside(block, input, inner);
                return inner.see("", forward(block, input));
            });
        }
        return x;
    }

    private NDArray forward(NDArray[] block, NDArray x) {
        NDArray[] arguments = new NDArray[1 + block.length];
        arguments[0] = x;
        System.arraycopy(block, 0, arguments, 1, block.length);
        return Torch.recordsGradients() ? program.forwardWithGradient(arguments) : program.call("forward", arguments);
    }

    /** The steps of a block, by the functions that it is made of. */
    private void inside(NDArray[] b, NDArray x, Trace trace) {
        trace.see(() -> {
            NDArray normalised = trace.see(".ln_1", program.call("normalised", x, b[0], b[1]));
            NDArray attended = trace.see(".attn", program.call("attention", normalised, b[2], b[3], b[4], b[5]));
            NDArray scaled = program.call("normalised", x.add(attended), b[6], b[7]);
            trace.see(".mlp", program.call("feed", scaled, b[8], b[9], b[10], b[11]).mul(share));
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
