package io.coopserve.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

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

    /** @throws InvalidModelException naming every tensor that is missing or misshapen */
    static ClipWeights fromHuggingFace(Safetensors file, ClipSizes sizes) {
        return new HuggingFaceReader(file, sizes).read();
    }

    public Weight get(String name) {
        return weights.get(name);
    }

    Iterable<Weight> byName() {
        return () -> new TreeSet<>(weights.keySet()).stream().map(weights::get).iterator();
    }

    /** Hugging Face's names to OpenAI's, in one place (FACTS: weight files). */
    private static final class HuggingFaceReader {
        private final Safetensors file;
        private final ClipSizes sizes;
        private final ClipWeights out = new ClipWeights();
        private final List<String> faults = new ArrayList<>();

        private HuggingFaceReader(Safetensors file, ClipSizes sizes) {
            this.file = file;
            this.sizes = sizes;
        }

        private ClipWeights read() {
            ClipSizes.VisionTransformer vision = (ClipSizes.VisionTransformer) sizes.vision();
            int visionWidth = vision.tower().width();
            int textWidth = sizes.text().width();
            scalar("logit_scale");
            plain("token_embedding.weight", "text_model.embeddings.token_embedding.weight", sizes.vocabularySize(), textWidth);
            plain("positional_embedding", "text_model.embeddings.position_embedding.weight", sizes.contextLength(), textWidth);
            norm("ln_final", "text_model.final_layer_norm", textWidth);
            projection("text_projection", "text_projection.weight", textWidth);
            blocks("transformer", "text_model", sizes.text());
            plain("visual.class_embedding", "vision_model.embeddings.class_embedding", visionWidth);
            plain("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight", visionWidth, 3, vision.patchSize(),
                    vision.patchSize());
            plain("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight",
                    vision.patches(sizes.imageSize()) + 1,
                    visionWidth);
            norm("visual.ln_pre", "vision_model.pre_layrnorm", visionWidth);
            norm("visual.ln_post", "vision_model.post_layernorm", visionWidth);
            projection("visual.proj", "visual_projection.weight", visionWidth);
            blocks("visual.transformer", "vision_model", vision.tower());
            if (!faults.isEmpty()) {
                throw new InvalidModelException("model.safetensors does not fit config.json: "
                        + String.join("; ", faults.subList(0, Math.min(5, faults.size())))
                        + (faults.size() > 5 ? "; and %d more".formatted(faults.size() - 5) : ""));
            }
            return out;
        }

        private void blocks(String to, String from, ClipSizes.Tower tower) {
            int width = tower.width();
            for (int layer = 0; layer < tower.layers(); layer++) {
                String block = to + ".resblocks." + layer + ".";
                String source = from + ".encoder.layers." + layer + ".";
                norm(block + "ln_1", source + "layer_norm1", width);
                stacked(block + "attn.in_proj_weight", source + "self_attn.%s_proj.weight", width, width);
                stacked(block + "attn.in_proj_bias", source + "self_attn.%s_proj.bias", width);
                linear(block + "attn.out_proj", source + "self_attn.out_proj", width, width);
                norm(block + "ln_2", source + "layer_norm2", width);
                linear(block + "mlp.c_fc", source + "mlp.fc1", tower.mlpWidth(), width);
                linear(block + "mlp.c_proj", source + "mlp.fc2", width, tower.mlpWidth());
            }
        }

        private void norm(String to, String from, int width) {
            plain(to + ".weight", from + ".weight", width);
            plain(to + ".bias", from + ".bias", width);
        }

        private void linear(String to, String from, int rows, int columns) {
            plain(to + ".weight", from + ".weight", rows, columns);
            plain(to + ".bias", from + ".bias", rows);
        }

        private void plain(String to, String from, long... shape) {
            add(to, shape, List.of(tensor(from, shape)), false);
        }

        private void projection(String to, String from, int width) {
            long[] shape = {width, sizes.embedding()};
            add(to, shape, List.of(tensor(from, sizes.embedding(), width)), true);
        }

        private void stacked(String to, String from, long... part) {
            long[] shape = part.clone();
            shape[0] *= 3;
            add(to, shape, List.of(tensor(from.formatted("q"), part), tensor(from.formatted("k"), part),
                    tensor(from.formatted("v"), part)), false);
        }

        /** Some writers keep the scale as one element, some as none. */
        private void scalar(String name) {
            Tensor value = file.names().contains(name) ? file.tensor(name) : null;
            if (value != null && value.shape().length == 1 && value.elements() == 1 && value.type().isFloating()) {
                add(name, new long[0], List.of(value.as(name)), false);
            } else {
                plain(name, name);
            }
        }

        private void add(String to, long[] shape, List<Tensor> parts, boolean transposed) {
            out.weights.put(to, new Weight(to, shape, parts, transposed));
        }

        /** The tensor, or a fault on the list and something that is never used. */
        private Tensor tensor(String name, long... shape) {
            try {
                Tensor tensor = file.tensor(name);
                if (!tensor.type().isFloating()) {
                    faults.add("tensor %s holds %s".formatted(name, tensor.type()));
                } else if (!Arrays.equals(tensor.shape(), shape)) {
                    faults.add("tensor %s is %s, not %s".formatted(name, Arrays.toString(tensor.shape()),
                            Arrays.toString(shape)));
                }
                return tensor;
            } catch (InvalidTensorFileException e) {
                faults.add(e.getMessage());
                return Tensor.of(name, new float[0], 0);
            }
        }
    }
}
