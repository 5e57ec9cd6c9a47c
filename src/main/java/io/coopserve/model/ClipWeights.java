package io.coopserve.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.coopserve.tensors.DType;
import io.coopserve.tensors.Tensor;
import io.coopserve.tensors.TensorFile;

/**
 * The weights of a CLIP under OpenAI's names, whatever the file calls them. Nothing is copied: a weight refers to the
 * tensors of the file that hold it.
 */
public final class ClipWeights {
    /**
     * One weight.
     *
     * @param shape in OpenAI's layout
     * @param parts tensors that, stacked along the first axis, are the weight
     * @param transposed whether the only part holds the transpose, as Hugging Face keeps projections
     */
    public record Weight(String name, long[] shape, List<Tensor> parts, boolean transposed) {
        /** Elements in OpenAI's layout. */
        public float[] floats() {
            float[] all = new float[Math.toIntExact(Tensor.elements(shape))];
            int offset = 0;
            for (Tensor part : parts) {
                float[] values = part.floats();
                System.arraycopy(values, 0, all, offset, values.length);
                offset += values.length;
            }
            return transposed ? transpose(all, (int) shape[0], (int) shape[1]) : all;
        }

        private static float[] transpose(float[] columns, int rows, int width) {
            float[] out = new float[columns.length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < width; column++) {
                    out[row * width + column] = columns[column * rows + row];
                }
            }
            return out;
        }
    }

    private final Map<String, Weight> weights = new LinkedHashMap<>();

    private ClipWeights() {
    }

    /** @throws InvalidModelException naming the tensors that are missing, misshapen or left over */
    static ClipWeights read(TensorFile file, ClipSizes sizes) {
        return new Reader(file).read(WeightShapes.of(sizes));
    }

    public Weight get(String name) {
        return weights.get(name);
    }

    Iterable<Weight> byName() {
        return () -> new TreeSet<>(weights.keySet()).stream().map(weights::get).iterator();
    }

    private static final class Reader {
        private static final int NAMED = 5;

        private final TensorFile file;
        private final WeightSource.Naming naming;
        private final ClipWeights out = new ClipWeights();
        private final List<String> faults = new ArrayList<>();
        private final Set<String> used = new HashSet<>();

        private Reader(TensorFile file) {
            this.file = file;
            this.naming = WeightSource.Naming.in(file);
        }

        private ClipWeights read(Map<String, long[]> shapes) {
            shapes.forEach(this::weight);
            file.names().stream().filter(name -> !used.contains(name) && !isHarmless(name)).sorted().forEach(
                    name -> faults.add("tensor %s is not part of such a CLIP".formatted(name)));
            if (!faults.isEmpty()) {
                throw new InvalidModelException("the weights do not fit: "
                        + String.join("; ", faults.subList(0, Math.min(NAMED, faults.size())))
                        + (faults.size() > NAMED ? "; and %d more".formatted(faults.size() - NAMED) : ""));
            }
            return out;
        }

        /** Counters and indices that some files carry along, and the causal mask, which is the same for all. */
        private boolean isHarmless(String name) {
            return !file.header(name).type().isFloating() || name.equals("attn_mask");
        }

        private void weight(String name, long[] shape) {
            WeightSource source = naming.of(name);
            long[] inFile = shape.clone();
            if (source.transposed()) {
                inFile[0] = shape[1];
                inFile[1] = shape[0];
            } else if (shape.length > 0) {
                inFile[0] = shape[0] / source.tensors().size();
            }
            List<Tensor> parts = source.tensors().stream().filter(tensor -> fits(tensor, inFile)).map(tensor -> file.tensor(
                    tensor).as(tensor, inFile)).toList();
            out.weights.put(name, new Weight(name, shape, parts, source.transposed()));
        }

        private boolean fits(String name, long[] shape) {
            used.add(name);
            if (!file.names().contains(name)) {
                faults.add("tensor %s is missing".formatted(name));
                return false;
            }
            DType type = file.header(name).type();
            long[] actual = file.header(name).shape();
            if (!type.isFloating()) {
                faults.add("tensor %s holds %s".formatted(name, type));
                return false;
            }
            // some writers keep a scalar as one element, some as none
            if (!Arrays.equals(actual, shape) && !(shape.length == 0 && Arrays.equals(actual, new long[]{1}))) {
                faults.add("tensor %s is %s, not %s".formatted(name, Arrays.toString(actual), Arrays.toString(shape)));
                return false;
            }
            return true;
        }
    }
}
