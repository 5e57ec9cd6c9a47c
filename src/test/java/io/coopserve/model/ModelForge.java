package io.coopserve.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.coopserve.golden.GoldenSet;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;
import io.coopserve.tensors.TensorFile;
import io.coopserve.tensors.TorchForge;

/** The set's models in every layout: the same numbers, other files. */
final class ModelForge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CONFIGURATION = List.of("config.json", "preprocessor_config.json");

    private final GoldenSet set = GoldenSet.current();
    private final Path folder;

    /** @param folder an empty one */
    ModelForge(Path folder) {
        this.folder = folder;
    }

    Path huggingFace() {
        copy(CONFIGURATION);
        vocabulary();
        write("model.safetensors", Safetensors.write(tensors("vit/model.safetensors"), Map.of()));
        return folder;
    }

    /** Every other tensor in the other shard. */
    Path shards(boolean pickled) {
        String kind = pickled ? "bin" : "safetensors";
        String stem = pickled ? "pytorch_model" : "model";
        copy(CONFIGURATION);
        vocabulary();
        List<Tensor> all = tensors("vit/model.safetensors");
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        for (int shard = 0; shard < 2; shard++) {
            String file = "%s-0000%d-of-00002.%s".formatted(stem, shard + 1, kind);
            List<Tensor> part = new ArrayList<>();
            for (int i = shard; i < all.size(); i += 2) {
                part.add(all.get(i));
                map.put(all.get(i).name(), file);
            }
            write(file, pickled ? TorchForge.stateDict(part, "") : Safetensors.write(part, Map.of()));
        }
        write("%s.%s.index.json".formatted(stem, kind), index.toString().getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    Path huggingFacePickle() {
        copy(CONFIGURATION);
        vocabulary();
        write("pytorch_model.bin", TorchForge.stateDict(tensors("vit/model.safetensors"), ""));
        return folder;
    }

    /** As open_clip writes it, with the configuration of timm's copies of OpenAI's weights. */
    Path openClip(String backbone, ClipSizes sizes) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode model = root.putObject("model_cfg").put("embed_dim", sizes.embedding()).put("quick_gelu", true);
        ObjectNode vision = model.putObject("vision_cfg").put("image_size", sizes.imageSize()).put("width", sizes.vision()
                .width());
        if (sizes.vision() instanceof ClipSizes.ModifiedResNet resNet) {
            resNet.layers().forEach(vision.putArray("layers")::add);
            vision.putNull("patch_size");
        } else if (sizes.vision() instanceof ClipSizes.VisionTransformer transformer) {
            vision.put("layers", transformer.tower().layers()).put("patch_size", transformer.patchSize());
        }
        model.putObject("text_cfg").put("context_length", sizes.contextLength()).put("vocab_size", sizes.vocabularySize()).put(
                "width", sizes.text().width()).put("heads", sizes.text().heads()).put("layers", sizes.text().layers());
        ObjectNode preprocess = root.putObject("preprocess_cfg").put("interpolation", "bicubic").put("resize_mode", "shortest");
        preprocess.putArray("mean").add(0.48145466).add(0.4578275).add(0.40821073);
        preprocess.putArray("std").add(0.26862954).add(0.26130258).add(0.27577711);
        vocabulary();
        write("open_clip_config.json", root.toString().getBytes(StandardCharsets.UTF_8));
        write("config.json", "{\"architecture\":\"vit\",\"num_classes\":0}".getBytes(
                StandardCharsets.UTF_8)); // timm's, of the image tower
        write("model.safetensors", new byte[]{1}); // likewise
        write("open_clip_model.safetensors", Safetensors.write(openAi(backbone), Map.of()));
        return folder;
    }

    Path archive(String backbone) {
        vocabulary();
        write("model.pt", TorchForge.script(openAi(backbone)));
        return folder;
    }

    Path stateDict(String backbone, String prefix, String... around) {
        vocabulary();
        write("epoch_3.pt", TorchForge.stateDict(openAi(backbone), prefix, around));
        return folder;
    }

    List<Tensor> openAi(String backbone) {
        return tensors(backbone + "/model.openai.safetensors");
    }

    private List<Tensor> tensors(String name) {
        TensorFile file = set.tensors(name);
        return file.names().stream().map(file::tensor).toList();
    }

    void vocabulary() {
        try {
            Files.copy(set.tokenizer(), folder.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(List<String> files) {
        try {
            for (String file : files) {
                Files.copy(set.file("vit/" + file), folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, byte[] bytes) {
        try {
            Files.write(folder.resolve(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
