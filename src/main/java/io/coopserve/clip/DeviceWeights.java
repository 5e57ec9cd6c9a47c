package io.coopserve.clip;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.coopserve.model.ClipWeights;
import io.coopserve.torch.Torch;

/** Weights as arrays on the device. They belong to the model's {@link Torch} and are never freed before it. */
final class DeviceWeights {
    private final ClipWeights weights;
    private final Torch torch;

    DeviceWeights(ClipWeights weights, Torch torch) {
        this.weights = weights;
        this.torch = torch;
    }

    /** One weight in OpenAI's layout. */
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

    NDArray constant(float value) {
        return torch.array(new float[]{value}, 1);
    }

    Transformer.Norm norm(String name, float epsilon) {
        return new Transformer.Norm(array(name + ".weight"), array(name + ".bias"), epsilon);
    }

    Transformer.Dense dense(String name) {
        return new Transformer.Dense(array(name + ".weight"), array(name + ".bias"));
    }

    /** The attention's input projection with 1/√(d/h) folded into the query rows: exact for heads of 64. */
    Transformer.Dense queriesKeysValues(String name, int headWidth) {
        NDArray weight = array(name + "weight"); // (3d, d)
        NDArray bias = array(name + "bias"); // (3d)
        long width = bias.getShape().get(0) / 3;
        float scale = (float) (1 / Math.sqrt(headWidth));
        for (NDArray array : List.of(weight, bias)) {
            try (NDArray queries = array.get("0:" + width)) {
                queries.muli(scale);
            }
        }
        return new Transformer.Dense(weight, bias);
    }
}
