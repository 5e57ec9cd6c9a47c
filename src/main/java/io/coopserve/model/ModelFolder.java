package io.coopserve.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;

/** The files of a model in Hugging Face's layout: a folder, or the one embedded in this artefact. */
public final class ModelFolder {
    /** Name of the embedded model. */
    public static final String DEMO = "demo";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder; // null: embedded

    private ModelFolder(Path folder) {
        this.folder = folder;
    }

    /** @param model {@value #DEMO} or the path of a folder */
    public static ModelFolder of(String model) {
        if (model.equals(DEMO)) {
            return new ModelFolder(null);
        }
        Path folder = Path.of(model);
        if (!Files.isDirectory(folder)) {
            throw new InvalidModelException("coop.clip.model: '%s' is neither '%s' nor a folder".formatted(model, DEMO));
        }
        return new ModelFolder(folder);
    }

    JsonNode json(String file) {
        try {
            JsonNode root = JSON.readTree(bytes(file));
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidModelException("%s is not valid JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new InvalidModelException("%s is not a JSON object".formatted(file));
    }

    /** The weights: memory-mapped from a folder, read from a jar (where nothing can be mapped). */
    Safetensors weights() {
        String file = "model.safetensors";
        try {
            if (folder == null) {
                byte[] bytes = bytes(file);
                return Safetensors.read(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
            }
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw missing(file);
            }
            return Safetensors.map(folder.resolve(file));
        } catch (InvalidTensorFileException e) {
            throw new InvalidModelException(e.getMessage(), e);
        }
    }

    /** What changes when the weights do: path, size and time of the file. Empty for the embedded model. */
    Optional<String> weightsStamp() {
        if (folder == null) {
            return Optional.empty();
        }
        try {
            Path file = folder.resolve("model.safetensors").toRealPath();
            return Optional.of(file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String file) {
        try {
            if (folder != null) {
                if (!Files.isRegularFile(folder.resolve(file))) {
                    throw missing(file);
                }
                return Files.readAllBytes(folder.resolve(file));
            }
            try (InputStream in = ModelFolder.class.getResourceAsStream("/demo-clip/" + file)) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InvalidModelException missing(String file) {
        return new InvalidModelException(("%s: no %s; a Hugging Face CLIP folder holds config.json, preprocessor_config.json, "
                + "tokenizer.json and model.safetensors").formatted(folder, file));
    }

    @Override
    public String toString() {
        return folder == null ? DEMO : folder.toString();
    }
}
