package io.coopserve.clip;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.coopserve.model.ClipWeights;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Products;
import io.coopserve.torch.Torch;

/**
 * Weights of one tower as arrays on the device. They belong to the model's {@link Torch} and are never freed before it.
 *
 * @param precision of what products are computed with
 * @param products of the matrices of a transformer
 */
record DeviceWeights(ClipWeights weights, Torch torch, Precision precision, Products products) {
    private static final double BATCH_NORM_EPSILON = 1e-5;

    /** One weight in OpenAI's layout, fp32. */
    NDArray array(String name) {
        ClipWeights.Weight weight = weights.get(name);
        List<NDArray> parts = weight.parts().stream().map(torch::tensor).toList();
        if (parts.size() > 1) {
            NDArray stacked = NDArrays.concat(new NDList(parts));
            parts.forEach(NDArray::close);
            return stacked;
        }
        NDArray only = parts.get(0);
        // a view: only the array it looks at keeps the file's memory from being unmapped, so that one stays open
        return weight.transposed() ? only.transpose() : only;
    }

    /** One weight for a product, in the tower's precision. */
    NDArray product(String name) {
        return torch.cast(array(name), precision);
    }

    /** A matrix of a transformer, in the tower's precision. */
    NDArray matrix(String name) {
        return torch.matrix(product(name), products);
    }

    /** A vector times a number, fp32. */
    NDArray scaled(String name, float scale) {
        NDArray array = array(name);
        return scale == 1 ? array : Torch.replace(array, array.mul(scale));
    }

    /** A vector times a number, in the tower's precision. */
    NDArray scaledProduct(String name, float scale) {
        return torch.cast(scaled(name, scale), precision);
    }

    Transformer.Norm norm(String name, float epsilon) {
        return new Transformer.Norm(array(name + ".weight"), array(name + ".bias"), epsilon);
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
