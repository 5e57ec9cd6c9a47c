package io.coopserve.clip;

import java.util.List;

import ai.djl.ndarray.NDArray;
import io.coopserve.model.ClipWeights;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Products;
import io.coopserve.torch.Torch;

/**
 * Weights of one tower as arrays on the device. They belong to the model's {@link Torch} and are never freed before it.
 *
 * @param precision of what products are computed with
 * @param products of the matrices of a transformer
 */
record DeviceWeights(ClipWeights weights, Torch torch, Precision precision, Products products) implements TowerWeights {
    private static final double BATCH_NORM_EPSILON = 1e-5;

    @Override
    public NDArray array(String name) {
        return in(Precision.FP32, name);
    }

    @Override
    public NDArray product(String name) {
        return in(precision, name);
    }

    private NDArray in(Precision wanted, String name) {
        ClipWeights.Weight weight = weights.get(name);
        List<Tensor> parts = weight.parts();
        if (weight.transposed()) {
            // a view: only the array it looks at keeps the file's memory from being unmapped, so that one stays open
            return torch.cast(torch.tensor(parts.get(0)).transpose(), wanted);
        }
        List<NDArray> arrays = parts.stream().map(part -> torch.cast(torch.tensor(part), wanted)).toList();
        return arrays.size() == 1
                ? arrays.get(0)
                : torch.stacked(wanted, arrays.get(0), arrays.get(1), arrays.get(2)); // q, k, v
    }

    @Override
    public NDArray matrix(String name) {
        return torch.matrix(product(name), products);
    }

    /** The same for gradients, see {@link Torch#matrixBackward}. */
    NDArray matrixBackward(String name) {
        return torch.matrixBackward(product(name), products);
    }

    /** Whether matrices are copies in an order of their own. */
    boolean isPacked() {
        return products == Products.ONEDNN;
    }

    @Override
    public NDArray scaled(String name, float scale) {
        NDArray array = array(name);
        return scale == 1 ? array : Torch.replace(array, array.mul(scale));
    }

    @Override
    public NDArray scaledProduct(String name, float scale) {
        return torch.cast(scaled(name, scale), precision);
    }

    /** A convolution's weight with the BatchNorm behind it folded in, and its bias; in the tower's precision. */
    NDArray[] convolution(String name, String norm) {
        NDArray weight = array(name + ".weight"); // (out, in, k, k)
        try (NDArray gain = array(norm + ".weight");
                NDArray shift = array(norm + ".bias");
                NDArray mean = array(norm
                        + ".running_mean");
                NDArray variance = array(norm + ".running_var")) {
            try (NDArray stable = variance.add(BATCH_NORM_EPSILON);
                    NDArray deviation = stable.sqrt();
                    NDArray factor = gain
                            .div(deviation);
                    NDArray moved = mean.mul(factor);
                    NDArray column = factor.reshape(-1, 1, 1, 1)) {
                NDArray folded = weight.mul(column);
                weight.close();
                return new NDArray[]{torch.cast(folded, precision), torch.cast(shift.sub(moved), precision)};
            }
        }
    }
}
