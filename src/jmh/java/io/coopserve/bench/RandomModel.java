package io.coopserve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.coopserve.tensors.Tensor;

/**
 * CLIP folders of full size with random weights in single precision: they take as long as real ones and need no download.
 * The same kind makes the same file. Vision transformers are in Hugging Face's layout, RN50 has OpenAI's names.
 */
enum RandomModel {
    VIT_B_16("vit-b-16", 768, 12, 512, 512) {
        @Override
        void describe(Path folder) throws IOException {
            huggingFace(folder, 16);
        }
    },
    VIT_L_14("vit-l-14", 1024, 24, 768, 768) {
        @Override
        void describe(Path folder) throws IOException {
            huggingFace(folder, 14);
        }
    },
    RN50("rn50", 64, 0, 512, 1024) {
        @Override
        void describe(Path folder) {
            new ResNetShapes(shapes).all(width, textWidth, embedding);
        }
    };

    static final int VOCABULARY = 49408;
    static final int CONTEXT = 77;
    static final int TEXT_LAYERS = 12;
    static final int SIDE = 224;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of a bottleneck's branch: 0 before training; with 1 numbers would double from one to the next. */
    private static final float RESIDUAL_GAIN = 0.3f;
    private static final int CHUNK = 1 << 20;
    private static final String CONFIG = """
            {"model_type": "clip", "projection_dim": %d,
             "vision_config": {"hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
              "intermediate_size": %d, "image_size": %d, "patch_size": %d, "hidden_act": "quick_gelu"},
             "text_config": {"hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
              "intermediate_size": %d, "vocab_size": %d, "max_position_embeddings": %d, "hidden_act": "quick_gelu"}}
            """;
    private static final String PREPROCESSOR = """
            {"do_resize": true, "size": 224, "resample": 3, "do_center_crop": true, "crop_size": 224, "do_normalize": true,
             "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
            """;

    final String label;
    final int width;
    final int layers;
    final int textWidth;
    final int embedding;
    final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);

    RandomModel(String label, int width, int layers, int textWidth, int embedding) {
        this.label = label;
        this.width = width;
        this.layers = layers;
        this.textWidth = textWidth;
        this.embedding = embedding;
    }

    /** Writes what the folder needs beside weights and vocabulary, and lists the tensors. */
    abstract void describe(Path folder) throws IOException;

    void huggingFace(Path folder, int patch) throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG.formatted(embedding, width, layers, width / 64, 4 * width, SIDE,
                patch, textWidth, TEXT_LAYERS, textWidth / 64, 4 * textWidth, VOCABULARY, CONTEXT));
        Files.writeString(folder.resolve("preprocessor_config.json"), PREPROCESSOR);
        shapes.put("logit_scale", new long[0]);
        shapes.put("text_model.embeddings.token_embedding.weight", new long[]{VOCABULARY, textWidth});
        shapes.put("text_model.embeddings.position_embedding.weight", new long[]{CONTEXT, textWidth});
        tower("text_model", textWidth, TEXT_LAYERS);
        norm("text_model.final_layer_norm", textWidth);
        shapes.put("text_projection.weight", new long[]{embedding, textWidth});
        shapes.put("vision_model.embeddings.class_embedding", new long[]{width});
        shapes.put("vision_model.embeddings.patch_embedding.weight", new long[]{width, 3, patch, patch});
        shapes.put("vision_model.embeddings.position_embedding.weight", new long[]{(SIDE / patch) * (SIDE / patch) + 1, width});
        norm("vision_model.pre_layrnorm", width);
        tower("vision_model", width, layers);
        norm("vision_model.post_layernorm", width);
        shapes.put("visual_projection.weight", new long[]{embedding, width});
    }

    private void tower(String name, int towerWidth, int towerLayers) {
        for (int layer = 0; layer < towerLayers; layer++) {
            String block = name + ".encoder.layers." + layer + ".";
            norm(block + "layer_norm1", towerWidth);
            for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                linear(block + "self_attn." + projection, towerWidth, towerWidth);
            }
            norm(block + "layer_norm2", towerWidth);
            linear(block + "mlp.fc1", 4 * towerWidth, towerWidth);
            linear(block + "mlp.fc2", towerWidth, 4 * towerWidth);
        }
    }

    private void norm(String name, int size) {
        shapes.put(name + ".weight", new long[]{size});
        shapes.put(name + ".bias", new long[]{size});
    }

    private void linear(String name, int rows, int columns) {
        shapes.put(name + ".weight", new long[]{rows, columns});
        shapes.put(name + ".bias", new long[]{rows});
    }

    /** Makes the folders of the kinds given. */
    public static void main(String... arguments) {
        for (String name : arguments) {
            System.out.println(valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')).folder());
        }
    }

    /** Its folder, whose weights are written only if they are not there. */
    Path folder() {
        try {
            Path folder = Files.createDirectories(Bench.FOLDER.resolve(label)).toAbsolutePath();
            Path weights = folder.resolve("model.safetensors");
            shapes.clear();
            describe(folder);
            JSON.writeValue(folder.resolve("tokenizer.json").toFile(), RandomVocabulary.tokenizer());
            if (!Files.exists(weights)) {
                Path draft = folder.resolve("model.safetensors.part");
                write(draft);
                Files.move(draft, weights, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of all weights at so many bytes each. */
    double bytes(int each) {
        return shapes.values().stream().mapToLong(Tensor::elements).sum() * (double) each;
    }

    private void write(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] header = header();
            drain(buffer.putLong(header.length), channel);
            drain(ByteBuffer.wrap(header).position(header.length), channel);
            for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
                float deviation = deviation(tensor.getValue());
                for (long left = Tensor.elements(tensor.getValue()); left > 0; left--) {
                    buffer.putFloat(value(tensor.getKey(), tensor.getValue(), deviation));
                    if (!buffer.hasRemaining()) {
                        drain(buffer, channel);
                    }
                }
            }
            drain(buffer, channel);
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private byte[] header() {
        ObjectNode root = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            ObjectNode node = root.putObject(tensor.getKey()).put("dtype", "F32");
            var shape = node.putArray("shape");
            for (long side : tensor.getValue()) {
                shape.add(side);
            }
            long end = offset + Float.BYTES * Tensor.elements(tensor.getValue());
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = root.toString(); // padded to a multiple of 8: mapped numbers are aligned
        return (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Convolutions keep the size of what goes through them; everything else is as small as CLIP's own. */
    private static float deviation(long[] shape) {
        return shape.length == 4 && shape[2] <= 3 ? (float) Math.sqrt(2.0 / (shape[1] * shape[2] * shape[3])) : 0.02f;
    }

    private float value(String tensor, long[] shape, float deviation) {
        if (tensor.equals("logit_scale")) {
            return (float) Math.log(100);
        }
        if (tensor.endsWith(".bias") || tensor.endsWith(".running_mean")) {
            return 0;
        }
        if (tensor.endsWith(".bn3.weight") && tensor.contains("layer")) {
            return RESIDUAL_GAIN;
        }
        return shape.length == 1 && !tensor.contains("embedding") ? 1 : deviation * normal();
    }

    /** Nearly normal: the sum of the four signed 16-bit parts of a random number, divided by its deviation. */
    private float normal() {
        long bits = random.nextLong();
        int sum = (short) bits + (short) (bits >> 16) + (short) (bits >> 32) + (short) (bits >> 48);
        return (float) (sum / (65536 / Math.sqrt(3)));
    }
}
