package io.coopserve.adapt;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * CoCoOp's meta-network (CoCoOp, section 3.2): Linear(e, e/16) – ReLU – Linear(e/16, d) on the normalised image feature. Its
 * output is added to every context vector. The context and its four arrays are what is learned.
 */
final class MetaNet {
    /** What is learned, by the names of official checkpoints. */
    static final List<String> PARAMETERS = List.of("ctx", "meta_net.linear1.weight", "meta_net.linear1.bias",
            "meta_net.linear2.weight", "meta_net.linear2.bias");

    private MetaNet() {
    }

    /**
     * Contexts conditioned on images.
     *
     * @param p parameters: (M, d), (e/16, e), (e/16), (d, e/16), (d)
     * @param images features (B, e), each of length 1
     * @return (B, M, d)
     */
    static NDArray contexts(List<NDArray> p, NDArray images) {
        NDArray hidden = images.matMul(p.get(1).transpose()).add(p.get(2));
        NDArray bias = Activation.relu(hidden).matMul(p.get(3).transpose()).add(p.get(4)); // (B, d)
        return p.get(0).expandDims(0).add(bias.expandDims(1));
    }
}
