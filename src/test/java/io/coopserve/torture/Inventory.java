package io.coopserve.torture;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** All objects of the storage at one moment, by key. */
final class Inventory {
    private final Storage storage;
    private final TreeMap<String, Instant> objects = new TreeMap<>();

    Inventory(Storage storage) {
        this.storage = storage;
        storage.walk().forEach(object -> objects.put(object.key(), object.modified()));
    }

    boolean has(String key) {
        return objects.containsKey(key);
    }

    Optional<Instant> modified(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    Optional<byte[]> read(String key) {
        return storage.read(key);
    }

    Optional<JsonNode> json(String key) {
        return read(key).map(Answer::json);
    }

    List<String> below(String folder) {
        return List.copyOf(objects.subMap(folder, folder + Character.MAX_VALUE).keySet());
    }

    /** What keys below a folder are like, as the groups of a pattern. */
    Stream<MatchResult> like(String folder, String pattern) {
        Pattern keys = Pattern.compile(Pattern.quote(folder) + pattern);
        return below(folder).stream().map(keys::matcher).filter(Matcher::matches).map(
                Matcher::toMatchResult);
    }

    /** Numbers of objects, rising. */
    List<Long> numbers(String folder, String rest) {
        return like(folder, "(\\d+)" + rest).map(match -> Long.valueOf(match.group(1))).sorted().toList();
    }
}
