package io.coopserve.prompt;

import java.util.List;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Tensor;
import io.coopserve.tensors.TensorFile;

/**
 * CoCoOp's meta-network (CoCoOp, section 3.2): Linear(e, h) – ReLU – Linear(h, d) on the normalised image feature; h is e/16. Its
 * output is added to every context vector.
 *
 * @param weight1 (h, e)
 * @param bias1 (h)
 * @param weight2 (d, h)
 * @param bias2 (d)
 */
public record MetaNet(float[] weight1, float[] bias1, float[] weight2, float[] bias2) {
    /** The four arrays in their order, by their names in official checkpoints. */
    public static final List<String> NAMES = List.of("meta_net.linear1.weight", "meta_net.linear1.bias",
            "meta_net.linear2.weight", "meta_net.linear2.bias");

    public MetaNet {
        if (bias1.length == 0 || weight1.length % bias1.length != 0 || weight2.length != bias1.length * bias2.length) {
            throw new InvalidTensorFileException("arrays of %d, %d, %d and %d numbers are no meta-network".formatted(
                    weight1.length, bias1.length, weight2.length, bias2.length));
        }
    }

    static MetaNet of(TensorFile file) {
        List<float[]> arrays = NAMES.stream().map(name -> file.tensor(name).floats()).toList();
        return new MetaNet(arrays.get(0), arrays.get(1), arrays.get(2), arrays.get(3));
    }

    List<Tensor> tensors() {
        int hidden = bias1.length;
        return List.of(Tensor.of(NAMES.get(0), weight1, hidden, embedding()), Tensor.of(NAMES.get(1), bias1, hidden),
                Tensor.of(NAMES.get(2), weight2, bias2.length, hidden), Tensor.of(NAMES.get(3), bias2, bias2.length));
    }

    /** e, the length of an image feature. */
    public int embedding() {
        return weight1.length / bias1.length;
    }

    /** What is added to the context vectors of an image: (e) to (d). */
    public float[] bias(float[] image) {
        float[] hidden = linear(image, weight1, bias1);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        return linear(hidden, weight2, bias2);
    }

    private static float[] linear(float[] x, float[] weight, float[] bias) {
        float[] y = bias.clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += weight[i * x.length + j] * x[j];
            }
        }
        return y;
    }
}
