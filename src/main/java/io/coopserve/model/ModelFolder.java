package io.coopserve.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.ShardedTensors;
import io.coopserve.tensors.TensorFile;

/** The files of a model: in a folder, or embedded in this artefact. */
public final class ModelFolder {
    /** Name of the embedded model. */
    public static final String DEMO = "demo";
    private static final String EMBEDDED = "/demo-clip/";
    private static final int LARGEST = 8 << 20; // of files that are not tensors; as JSON it may cost 25 times as much
    private static final String INDEX = ".index.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder; // null: embedded
    private final String weights; // null: found in the folder

    private ModelFolder(Path folder, String weights) {
        this.folder = folder;
        this.weights = weights;
    }

    /** @param model {@value #DEMO}, or the path of a folder or of a file of weights in one */
    public static ModelFolder of(String model) {
        if (model.equals(DEMO)) {
            return new ModelFolder(null, null);
        }
        Path path = Path.of(model);
        if (Files.isRegularFile(path)) {
            return new ModelFolder(path.toAbsolutePath().getParent(), path.getFileName().toString());
        }
        if (!Files.isDirectory(path)) {
            throw new InvalidModelException(("coop.clip.model: '%s' is neither '%s' nor a folder nor a file, "
                    + "and no name such as hf:owner/name or s3://bucket/prefix").formatted(model, DEMO));
        }
        return new ModelFolder(path, null);
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

    boolean has(String file) {
        return folder == null
                ? ModelFolder.class.getResource(EMBEDDED + file) != null
                : Files.isRegularFile(folder.resolve(
                        file));
    }

    /** The file of weights that was asked for itself. */
    Optional<String> chosen() {
        return Optional.ofNullable(weights);
    }

    /** Names of the files whose names end so, in order; none of the embedded model. */
    List<String> endingIn(String... suffixes) {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).filter(name -> Stream.of(
                    suffixes).anyMatch(name::endsWith)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tensors of one file or of the shards it lists: memory-mapped, or read from a jar (where nothing can be mapped). */
    TensorFile tensors(String file) {
        if (folder == null) {
            byte[] bytes = bytes(file);
            return Safetensors.read(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        }
        Path path = folder.resolve(file);
        return file.endsWith(INDEX) ? ShardedTensors.open(path) : TensorFile.open(path);
    }

    /** What changes when the weights do: path, size and time of all their files. Empty for the embedded model. */
    Optional<String> stamp(String weightFile, TensorFile tensors) {
        if (folder == null) {
            return Optional.empty();
        }
        List<String> files = tensors instanceof ShardedTensors sharded ? sharded.files() : List.of(weightFile);
        return Optional.of(files.stream().map(this::stamp).collect(Collectors.joining("|")));
    }

    private String stamp(String name) {
        try {
            Path file = folder.resolve(name).toRealPath();
            return file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the folder, or one that it is in, is called so: Hugging Face's cache keeps a repository's name further up. */
    boolean isInside(String suffix) {
        return folder != null && StreamSupport.stream(folder.toAbsolutePath().spliterator(), false).anyMatch(name -> name
                .toString().endsWith(suffix));
    }

    byte[] bytes(String file) {
        try (InputStream in = folder == null
                ? ModelFolder.class.getResourceAsStream(EMBEDDED + file)
                : Files.newInputStream(folder.resolve(file))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST && folder != null) {
                throw new InvalidModelException("%s is larger than %d bytes".formatted(file, LARGEST));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InvalidModelException("%s: %s is missing".formatted(folder, file), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder == null ? DEMO : weights == null ? folder.toString() : folder.resolve(weights).toString();
    }
}
