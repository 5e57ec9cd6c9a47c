package io.coopserve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Which files of a repository or folder serving needs: one set of weights, and what says how to use them. */
public final class ModelFiles {
    private static final List<String> SETTINGS = List.of("config.json", "preprocessor_config.json", "open_clip_config.json");
    private static final String TOKENIZER = "tokenizer.json";
    private static final List<String> VOCABULARY = List.of("vocab.json", "merges.txt");
    /** In the order of preference; a file that ends in {@value #INDEX} names the others. */
    private static final List<String> SAFETENSORS = List.of("model.safetensors", "model.safetensors.index.json",
            "open_clip_model.safetensors");
    private static final List<String> PICKLES = List.of("pytorch_model.bin", "pytorch_model.bin.index.json",
            "open_clip_pytorch_model.bin");
    private static final String INDEX = ".index.json";
    private static final long MAX_INDEX = 16 << 20;
    /** A plain name: no folder, nothing hidden, nothing that means another place. */
    private static final Pattern PLAIN = Pattern.compile("\\w[\\w.-]*");
    private static final Pattern KIND = Pattern.compile("\\.(json|txt|safetensors|bin|pt)$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Collection<String> names;

    /** @param names all files that there are; those in folders are never needed */
    public ModelFiles(Collection<String> names) {
        this.names = new TreeSet<>(names);
    }

    /** Whether a file could be needed, by its name alone. */
    public static boolean isCandidate(String name) {
        return PLAIN.matcher(name).matches() && KIND.matcher(name).find();
    }

    /** What a folder holds. */
    public static ModelFiles in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ModelFiles(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            return new ModelFiles(List.of());
        }
    }

    /** Small files that say how to use the weights: those that are there. */
    public List<String> settings() {
        return Stream.concat(SETTINGS.stream(), names.contains(TOKENIZER) ? Stream.of(TOKENIZER) : VOCABULARY.stream()).filter(
                names::contains).toList();
    }

    /** What serving would use if it were there, and is not. */
    public List<String> missingSettings() {
        return Stream.concat(SETTINGS.stream(), Stream.of(TOKENIZER)).filter(name -> !names.contains(name)).toList();
    }

    /** The file of the weights, or the index that names their files; safetensors before pickles. */
    public Optional<String> weights() {
        return first(SAFETENSORS).or(() -> only(".safetensors")).or(() -> first(PICKLES)).or(() -> only(".pt"));
    }

    private Optional<String> first(List<String> wanted) {
        return wanted.stream().filter(names::contains).findFirst();
    }

    /** OpenAI's files have any name. */
    private Optional<String> only(String suffix) {
        List<String> found = names.stream().filter(name -> name.endsWith(suffix) && PLAIN.matcher(name).matches()).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** @return {@link #weights()}, or a line that says what was looked for */
    public String requireWeights(String where) {
        return weights().orElseThrow(() -> new InvalidModelException(
                "%s holds no weights: %s, a single .safetensors or .pt file, or %s is needed".formatted(where, String.join(", ",
                        SAFETENSORS), String.join(", ", PICKLES))));
    }

    public static boolean isIndex(String file) {
        return file.endsWith(INDEX);
    }

    /**
     * The files that an index names.
     *
     * @throws InvalidModelException if it is none, or names what is not there or not in this folder
     */
    public List<String> shards(Path index) {
        JsonNode map;
        try {
            if (Files.size(index) > MAX_INDEX) {
                throw new InvalidModelException("%s has %d bytes; an index has at most %d".formatted(index.getFileName(), Files
                        .size(index), MAX_INDEX));
            }
            map = JSON.readTree(index.toFile()).path("weight_map");
        } catch (IOException e) {
            throw new InvalidModelException("%s is not valid JSON".formatted(index.getFileName()), e);
        }
        TreeSet<String> shards = new TreeSet<>();
        map.forEach(shard -> shards.add(shard.asText()));
        if (shards.isEmpty()) {
            throw new InvalidModelException("%s has no weight_map that names files".formatted(index.getFileName()));
        }
        for (String shard : shards) {
            if (!PLAIN.matcher(shard).matches() || !names.contains(shard)) {
                throw new InvalidModelException("%s names the file '%s', which is not beside it".formatted(index.getFileName(),
                        printable(shard)));
            }
        }
        return new ArrayList<>(shards);
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(100, name.length())).replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether a folder has weights and all of their files. */
    public static boolean hasWeights(Path folder) {
        ModelFiles files = in(folder);
        try {
            return files.weights().map(file -> !isIndex(file) || !files.shards(folder.resolve(file)).isEmpty()).orElse(false);
        } catch (InvalidModelException e) {
            return false;
        }
    }
}
