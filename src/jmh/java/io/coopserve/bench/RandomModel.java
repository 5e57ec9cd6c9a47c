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
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.coopserve.tensors.Tensor;

/**
 * A CLIP folder of ViT-B/16's sizes with random weights, about 600 MB in single precision: it takes as long as the real one
 * and needs no download. The same seed makes the same file.
 */
final class RandomModel {
    static final String NAME = "vit-b-16";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 1 << 20;
    private static final String CONFIG = """
            {"model_type": "clip", "projection_dim": 512, "logit_scale_init_value": 2.6592,
             "vision_config": {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
              "intermediate_size": 3072, "image_size": 224, "patch_size": 16, "hidden_act": "quick_gelu",
              "layer_norm_eps": 1e-05, "projection_dim": 512},
             "text_config": {"hidden_size": 512, "num_hidden_layers": 12, "num_attention_heads": 8,
              "intermediate_size": 2048, "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "quick_gelu",
              "layer_norm_eps": 1e-05, "projection_dim": 512}}
            """;
    private static final String PREPROCESSOR = """
            {"do_resize": true, "size": 224, "resample": 3, "do_center_crop": true, "crop_size": 224, "do_normalize": true,
             "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
            """;

    private final Map<String, long[]> shapes = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);

    private RandomModel() {
        shapes.put("logit_scale", new long[0]);
        shapes.put("text_model.embeddings.token_embedding.weight", new long[]{49408, 512});
        shapes.put("text_model.embeddings.position_embedding.weight", new long[]{77, 512});
        tower("text_model", 512, 2048);
        norm("text_model.final_layer_norm", 512);
        shapes.put("text_projection.weight", new long[]{512, 512});
        shapes.put("vision_model.embeddings.class_embedding", new long[]{768});
        shapes.put("vision_model.embeddings.patch_embedding.weight", new long[]{768, 3, 16, 16});
        shapes.put("vision_model.embeddings.position_embedding.weight", new long[]{197, 768});
        norm("vision_model.pre_layrnorm", 768);
        tower("vision_model", 768, 3072);
        norm("vision_model.post_layernorm", 768);
        shapes.put("visual_projection.weight", new long[]{512, 768});
    }

    private void tower(String name, int width, int mlpWidth) {
        for (int layer = 0; layer < 12; layer++) {
            String block = name + ".encoder.layers." + layer + ".";
            norm(block + "layer_norm1", width);
            for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                linear(block + "self_attn." + projection, width, width);
            }
            norm(block + "layer_norm2", width);
            linear(block + "mlp.fc1", mlpWidth, width);
            linear(block + "mlp.fc2", width, mlpWidth);
        }
    }

    private void norm(String name, int width) {
        shapes.put(name + ".weight", new long[]{width});
        shapes.put(name + ".bias", new long[]{width});
    }

    private void linear(String name, int rows, int columns) {
        shapes.put(name + ".weight", new long[]{rows, columns});
        shapes.put(name + ".bias", new long[]{rows});
    }

    /** Makes the folder given as the only argument. */
    public static void main(String... arguments) {
        System.out.println("random ViT-B/16: " + at(Path.of(arguments[0])));
    }

    /** The folder, whose weights are written only if they are not there. */
    static Path at(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), CONFIG);
            Files.writeString(folder.resolve("preprocessor_config.json"), PREPROCESSOR);
            JSON.writeValue(folder.resolve("tokenizer.json").toFile(), RandomVocabulary.tokenizer());
            Path weights = folder.resolve("model.safetensors");
            if (!Files.exists(weights)) {
                Path draft = folder.resolve("model.safetensors.part");
                new RandomModel().write(draft);
                Files.move(draft, weights, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] header = header();
            drain(buffer.putLong(header.length), channel);
            drain(ByteBuffer.wrap(header).position(header.length), channel);
            for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
                for (long left = Tensor.elements(tensor.getValue()); left > 0; left--) {
                    buffer.putFloat(value(tensor.getKey()));
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

    private float value(String tensor) {
        if (tensor.equals("logit_scale")) {
            return (float) Math.log(100);
        }
        if (tensor.endsWith(".bias")) {
            return 0;
        }
        return tensor.contains("norm") ? 1 : 0.02f * normal();
    }

    /** Nearly normal: the sum of the four signed 16-bit parts of a random number, divided by its deviation. */
    private float normal() {
        long bits = random.nextLong();
        int sum = (short) bits + (short) (bits >> 16) + (short) (bits >> 32) + (short) (bits >> 48);
        return (float) (sum / (65536 / Math.sqrt(3)));
    }
}
