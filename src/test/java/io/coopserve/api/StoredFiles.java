package io.coopserve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a folder holds: hashes by path. Of a store without what comes and goes by itself. */
record StoredFiles(Map<String, Integer> hashes) {
    static StoredFiles in(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            Map<String, Integer> hashes = new TreeMap<>();
            for (Path path : paths.filter(path -> !path.startsWith(folder.resolve("replicas")) && !path.startsWith(folder
                    .resolve("temporary"))).toList()) {
                hashes.put(path.toString(), Files.isDirectory(path) ? 0 : Arrays.hashCode(Files.readAllBytes(path)));
            }
            return new StoredFiles(hashes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
