package io.coopserve.clip;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Leaf;
import io.coopserve.torch.Products;
import io.coopserve.torch.Torch;

/**
 * Weights that learn. A vector that the towers want times a number is a leaf so multiplied: the number is taken out again
 * when weights are asked for.
 */
final class LeafWeights implements TowerWeights {
    private final Torch torch;
    private final Map<String, Tensor> initial;
    private final LeafWeights shared; // null: the numbers are its own
    private final Map<String, Leaf> leaves = new LinkedHashMap<>();
    private final Map<String, Float> scales = new LinkedHashMap<>();

    /** @param initial fp32, by OpenAI's names */
    LeafWeights(Torch torch, Map<String, Tensor> initial) {
        this(torch, initial, null);
    }

    private LeafWeights(Torch torch, Map<String, Tensor> initial, LeafWeights shared) {
        this.torch = torch;
        this.initial = initial;
        this.shared = shared;
    }

    /** The same numbers with gradients of their own. */
    LeafWeights on(Torch other) {
        return new LeafWeights(other, initial, this);
    }

    @Override
    public Torch torch() {
        return torch;
    }

    @Override
    public Products products() {
        return Products.LIBTORCH; // the others have no gradient
    }

    @Override
    public NDArray array(String name) {
        return scaled(name, 1);
    }

    @Override
    public NDArray product(String name) {
        return array(name);
    }

    @Override
    public NDArray matrix(String name) {
        return array(name);
    }

    @Override
    public NDArray scaledProduct(String name, float scale) {
        return scaled(name, scale);
    }

    @Override
    public NDArray scaled(String name, float scale) {
        scales.put(name, scale);
        Leaf leaf = shared == null ? leaf(name, scale) : torch.leaf(shared.leaves.get(name));
        leaves.put(name, leaf);
        return leaf.array();
    }

    private Leaf leaf(String name, float scale) {
        Tensor tensor = initial.get(name);
        float[] values = tensor.floats();
        multiply(values, scale);
        return torch.leaf(values, tensor.shape());
    }

    /** By OpenAI's names; a vector may be there times a number. */
    Map<String, Leaf> leaves() {
        return leaves;
    }

    /** Copies of the weights as they are now, in the order of the initial ones; what no tower has asked for is as it was. */
    Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>(initial);
        leaves.forEach((name, leaf) -> {
            FloatBuffer now = leaf.values();
            float[] values = new float[now.remaining()];
            now.get(values);
            multiply(values, 1 / scales.get(name));
            weights.put(name, Tensor.of(name, values, initial.get(name).shape()));
        });
        return weights;
    }

    private static void multiply(float[] values, float scale) {
        if (scale != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
        }
    }
}
