package io.coopserve.tensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Tensors in several files, as Hugging Face's {@code *.index.json} says: which tensor is in which of them. */
public final class ShardedTensors implements TensorFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final int LARGEST_INDEX = 16 << 20;
    private static final int MOST_SHARDS = 1000;

    private final Map<String, TensorFile> shards = new TreeMap<>();
    private final Map<String, TensorFile> tensors = new LinkedHashMap<>();

    private ShardedTensors() {
    }

    /**
     * @param index the file with the {@code weight_map}; the shards lie beside it
     * @throws InvalidTensorFileException if a shard or a tensor is missing, in none or in two of them
     */
    public static ShardedTensors open(Path index) {
        ShardedTensors sharded = new ShardedTensors();
        try {
            Map<String, String> map = weightMap(index);
            map.values().stream().distinct().forEach(shard -> sharded.add(index, shard));
            sharded.check(map);
            return sharded;
        } catch (InvalidTensorFileException e) {
            throw new InvalidTensorFileException(index.getFileName() + ": " + e.getMessage());
        }
    }

    private static Map<String, String> weightMap(Path index) {
        JsonNode map;
        try {
            if (Files.size(index) > LARGEST_INDEX) {
                throw new InvalidTensorFileException("larger than %d bytes".formatted(LARGEST_INDEX));
            }
            map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
        } catch (JsonProcessingException e) {
            throw new InvalidTensorFileException("not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> shards = new LinkedHashMap<>();
        map.properties().forEach(entry -> shards.put(entry.getKey(), entry.getValue().isTextual()
                ? entry.getValue().asText()
                : ""));
        if (shards.isEmpty()) {
            throw new InvalidTensorFileException("a weight_map of tensor names to file names was expected");
        }
        return shards;
    }

    private void add(Path index, String shard) {
        if (!shard.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new InvalidTensorFileException("the shard '%s' is not the name of a file beside it".formatted(shard));
        }
        Path file = index.resolveSibling(shard);
        if (!Files.isRegularFile(file)) {
            throw new InvalidTensorFileException("the shard %s is missing".formatted(shard));
        }
        if (shards.size() == MOST_SHARDS) {
            throw new InvalidTensorFileException("there are more than %d shards".formatted(MOST_SHARDS));
        }
        TensorFile opened = TensorFile.open(file);
        shards.put(shard, opened);
        for (String name : opened.names()) {
            if (tensors.put(name, opened) != null) {
                throw new InvalidTensorFileException("tensor %s is in two shards, one of them %s".formatted(name, shard));
            }
        }
    }

    private void check(Map<String, String> map) {
        map.forEach((name, shard) -> {
            if (tensors.get(name) == null || tensors.get(name) != shards.get(shard)) {
                throw new InvalidTensorFileException("tensor %s is not in %s".formatted(name, shard));
            }
        });
        tensors.keySet().stream().filter(name -> !map.containsKey(name)).findFirst().ifPresent(name -> {
            throw new InvalidTensorFileException("tensor %s is in a shard, but not in the weight_map".formatted(name));
        });
    }

    /** Names of the files that hold the tensors. */
    public List<String> files() {
        return List.copyOf(shards.keySet());
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public Header header(String name) {
        return shard(name).header(name);
    }

    @Override
    public Tensor tensor(String name) {
        return shard(name).tensor(name);
    }

    private TensorFile shard(String name) {
        TensorFile shard = tensors.get(name);
        if (shard == null) {
            throw new InvalidTensorFileException("tensor %s is missing".formatted(name));
        }
        return shard;
    }
}
