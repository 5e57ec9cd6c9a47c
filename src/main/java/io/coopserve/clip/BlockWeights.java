package io.coopserve.clip;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipSizes;

/**
 * Weights of a pre-LayerNorm residual attention block. QuickGELU(z) = SiLU(1.702 z) / 1.702: the factor before the product lies
 * in the vectors around it, so that matrices stay where they are, mapped from the file; the one behind it is {@link #share}.
 */
record BlockWeights(NDArray norm1, NDArray norm1Bias, NDArray qkv, NDArray qkvBias, NDArray out, NDArray outBias,
        NDArray norm2, NDArray norm2Bias, NDArray up, NDArray upBias, NDArray down, NDArray downBias) {
    private static final float QUICK = 1.702f;

    /** @param prefix names the transformer */
    static List<BlockWeights> of(TowerWeights weights, String prefix, ClipSizes.Tower sizes) {
        return IntStream.range(0, sizes.layers()).mapToObj(layer -> block(weights, name(prefix, layer), scale(sizes))).toList();
    }

    private static BlockWeights block(TowerWeights weights, String name, float scale) {
        return new BlockWeights(weights.array(name + "ln_1.weight"), weights.array(name + "ln_1.bias"),
                weights.matrix(name + "attn.in_proj_weight"), weights.product(name + "attn.in_proj_bias"),
                weights.matrix(name + "attn.out_proj.weight"), weights.product(name + "attn.out_proj.bias"),
                weights.scaled(name + "ln_2.weight", scale), weights.scaled(name + "ln_2.bias", scale),
                weights.matrix(name + "mlp.c_fc.weight"), weights.scaledProduct(name + "mlp.c_fc.bias", scale),
                weights.matrix(name + "mlp.c_proj.weight"), weights.scaledProduct(name + "mlp.c_proj.bias", scale));
    }

    /** Matrices for gradients of what products gave. */
    record Backward(NDArray qkv, NDArray out, NDArray up, NDArray down) {
        /** @param forward the blocks whose matrices do for both where nothing is packed */
        static List<Backward> of(DeviceWeights weights, String prefix, List<BlockWeights> forward) {
            return IntStream.range(0, forward.size()).mapToObj(layer -> {
                if (!weights.isPacked()) {
                    BlockWeights block = forward.get(layer);
                    return new Backward(block.qkv, block.out, block.up, block.down);
                }
                String name = name(prefix, layer);
                return new Backward(weights.matrixBackward(name + "attn.in_proj_weight"), weights.matrixBackward(name
                        + "attn.out_proj.weight"), weights.matrixBackward(name + "mlp.c_fc.weight"), weights.matrixBackward(
                                name
                                        + "mlp.c_proj.weight"));
            }).toList();
        }
    }

    private static String name(String prefix, int layer) {
        return prefix + ".resblocks." + layer + ".";
    }

    private static float scale(ClipSizes.Tower sizes) {
        return sizes.quickGelu() ? QUICK : 1;
    }

    /** What is added of what a feed-forward layer gives. */
    static float share(ClipSizes.Tower sizes) {
        return 1 / scale(sizes);
    }

    /** What programs over blocks have to know. */
    static Map<String, String> constants(ClipSizes.Tower sizes) {
        int head = sizes.width() / sizes.heads();
        return Map.of("heads", String.valueOf(sizes.heads()), "head", String.valueOf(head), "scale",
                String.valueOf(1 / Math.sqrt(
                        head)),
                "epsilon", String.valueOf(sizes.epsilon()), "share", String.valueOf(share(sizes)), "activation", sizes
                        .quickGelu() ? "silu" : "gelu",
                "fused", sizes.quickGelu() ? "swish" : "gelu");
    }
}
