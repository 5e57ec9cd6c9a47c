package io.coopserve.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.ClassPosition;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.tensors.Safetensors;

/**
 * A folder of numbers made by the official code (its FORMAT.md says how): {@code -Dgolden.dir}. Sizes, names and counts
 * are whatever its files say. A set whose {@code vit/} has no tokenizer.json takes the one in {@code -Dgolden.tokenizer}.
 */
public final class GoldenSet {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GoldenSet CURRENT = new GoldenSet(Path.of(System.getProperty("golden.dir",
            "src/test/resources/golden")), System.getProperty("golden.tokenizer", ""));

    private static final Map<String, Clip> CLIPS = new ConcurrentHashMap<>();

    private final Path folder;
    private final String tokenizer;

    GoldenSet(Path folder, String tokenizer) {
        this.folder = folder;
        this.tokenizer = tokenizer;
    }

    /** The set this JVM compares with. */
    public static GoldenSet current() {
        return CURRENT;
    }

    /** The set's vision transformer on the CPU, loaded once and alive until the JVM ends. */
    public static Clip clip() {
        return CLIPS.computeIfAbsent("", none -> load(CURRENT.model(), "fp32"));
    }

    /** One of the set's backbones by OpenAI's names (see {@link #model(String)}), loaded once likewise. */
    public static Clip clip(String backbone) {
        return CLIPS.computeIfAbsent(backbone, name -> load(CURRENT.model(name), "fp32"));
    }

    /** A model of the set on the CPU, in a precision; close it. */
    static Clip load(ModelFolder model, String precision) {
        return Clip.load(model,
                new Clip.Options("cpu", 1, precision, Decoding.official(Integer.MAX_VALUE), scratch("golden-cache")));
    }

    /** @throws AssertionError if the set lacks this file: a comparison is never skipped for want of what to compare with */
    public Path file(String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("the golden set %s has no %s, which FORMAT.md lists".formatted(folder, name));
        }
        return file;
    }

    public JsonNode json(String name) {
        try {
            return JSON.readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Safetensors tensors(String name) {
        return Safetensors.map(file(name));
    }

    public byte[] bytes(String name) {
        try {
            return Files.readAllBytes(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trajectories of {@code coop} or {@code cocoop} as {@code coop/m4_end}: there are a .json and a .safetensors of each. */
    public List<String> trajectories(String kind) {
        if (!Files.isDirectory(folder.resolve(kind))) {
            throw new AssertionError("the golden set %s has no folder %s, which FORMAT.md lists".formatted(folder, kind));
        }
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            List<String> names = files.map(file -> kind + "/" + file.getFileName().toString().replaceFirst("\\.[a-z]+$", ""))
                    .distinct().sorted().toList();
            if (names.isEmpty()) {
                throw new AssertionError("the golden set %s has an empty folder %s".formatted(folder, kind));
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a trajectory's prompts are made. */
    public ContextLayout layout(String trajectory) {
        JsonNode settings = json(trajectory + ".json");
        // csc is ignored by the official code where ctx_init is set, so the context itself says what was learned
        long[] shape = tensors(trajectory + ".safetensors").tensor("init.ctx").shape();
        int length = (int) shape[shape.length - 2];
        String words = settings.path("ctx_init").asText("");
        return new ContextLayout(length, shape.length == 3, ClassPosition.of(settings.path("class_token_position").asText())
                .orElseThrow(),
                // the official code counts WORDS; ours counts tokens, which differs for words of several
                Optional.of(words).filter(given -> !given.isEmpty() && clip().textEncoder().tokens(given) != length));
    }

    /** The vision transformer in Hugging Face's layout. */
    public ModelFolder model() {
        if (hasTokenizer()) {
            return ModelFolder.of(file("vit/config.json").getParent().toString());
        }
        return folder("golden-model", file("vit/config.json"), file("vit/preprocessor_config.json"), file(
                "vit/model.safetensors"), tokenizer());
    }

    /** @param backbone {@code vit} or {@code rn}: its weights by OpenAI's names, which are all that says what it is */
    public ModelFolder model(String backbone) {
        return folder("golden-model-" + backbone, file(backbone + "/model.openai.safetensors"), tokenizer());
    }

    private static ModelFolder folder(String name, Path... files) {
        Path model = scratch(name);
        try {
            for (Path file : files) {
                Files.copy(file, model.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelFolder.of(model.toString());
    }

    /** The vocabulary of both backbones. */
    public Path tokenizer() {
        if (hasTokenizer()) {
            return file("vit/tokenizer.json");
        }
        if (tokenizer.isBlank()) {
            throw new AssertionError(("the golden set %s has no vit/tokenizer.json: -Dgolden.tokenizer must name a folder with "
                    + "the one that goes with it").formatted(folder));
        }
        return Path.of(tokenizer, "tokenizer.json");
    }

    public boolean hasTokenizer() {
        return Files.isRegularFile(folder.resolve("vit/tokenizer.json"));
    }

    private static Path scratch(String name) {
        try {
            return Files.createDirectories(Path.of("target", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
