package io.coopserve.demo.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.coopserve.model.ClipSizes;
import io.coopserve.model.WeightShapes;
import io.coopserve.model.WeightSource;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

/** A CLIP's weights as the tensors of Hugging Face's {@code model.safetensors}: what reading them undoes. */
final class HuggingFaceWeights {
    private static final Map<String, String> METADATA = Map.of("format", "pt"); // transformers refuses a file without it

    private final List<Tensor> tensors = new ArrayList<>();

    private HuggingFaceWeights() {
    }

    /**
     * The file, in half precision.
     *
     * @param weights all of such a CLIP's, by OpenAI's names and in OpenAI's layout
     * @throws IllegalArgumentException naming the weight that is missing, misshapen or not finite
     */
    static byte[] file(ClipSizes sizes, Map<String, Tensor> weights) {
        HuggingFaceWeights file = new HuggingFaceWeights();
        WeightShapes.of(sizes).forEach((name, shape) -> {
            Tensor weight = weights.get(name);
            if (weight == null || !Arrays.equals(weight.shape(), shape)) {
                throw new IllegalArgumentException("weight %s of shape %s is needed, not %s".formatted(name, Arrays.toString(
                        shape), weight == null ? null : Arrays.toString(weight.shape())));
            }
            file.add(weight, WeightSource.huggingFace(name));
        });
        return Safetensors.write(file.tensors, METADATA);
    }

    private void add(Tensor weight, WeightSource source) {
        float[] values = weight.floats();
        long[] shape = weight.shape().clone();
        if (shape.length == 0) { // the logit scale: two bytes saved would change every logit
            tensors.add(Tensor.of(source.tensors().get(0), values, shape));
        } else if (source.transposed()) {
            tensors.add(HalfPrecision.of(source.tensors().get(0), transposed(values, shape), shape[1], shape[0]));
        } else {
            shape[0] /= source.tensors().size();
            int part = values.length / source.tensors().size();
            for (int i = 0; i < source.tensors().size(); i++) {
                tensors.add(HalfPrecision.of(source.tensors().get(i), Arrays.copyOfRange(values, i * part, (i + 1) * part),
                        shape));
            }
        }
    }

    /** (rows, columns) to (columns, rows) */
    private static float[] transposed(float[] values, long[] shape) {
        int rows = (int) shape[0];
        int columns = (int) shape[1];
        float[] out = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                out[column * rows + row] = values[row * columns + column];
            }
        }
        return out;
    }
}
