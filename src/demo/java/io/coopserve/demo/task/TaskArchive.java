package io.coopserve.demo.task;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A data set as the service takes it: {@code train/<class>/*} and {@code test/<class>/*} in a zip.
 *
 * @param train image files by class name
 * @param test likewise
 */
public record TaskArchive(Map<String, List<byte[]>> train, Map<String, List<byte[]>> test) {
    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** Classes in the order of their folders' names, images in that of theirs. */
    public static TaskArchive read(Path file) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return new TaskArchive(split(files, TRAIN), split(files, TEST));
    }

    private static Map<String, List<byte[]>> split(Map<String, byte[]> files, String name) {
        Map<String, List<byte[]>> classes = new LinkedHashMap<>();
        files.forEach((path, content) -> {
            String[] parts = path.split("/");
            if (parts.length == 3 && parts[0].equals(name)) {
                classes.computeIfAbsent(parts[1].replace('_', ' '), any -> new ArrayList<>()).add(content);
            }
        });
        return classes;
    }

    public List<String> classNames() {
        return List.copyOf(test.keySet());
    }

    /** The same archive gives the same bytes. */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, TRAIN, train);
            put(zip, TEST, test);
        }
    }

    private static void put(ZipOutputStream zip, String split, Map<String, List<byte[]>> classes) throws IOException {
        for (Map.Entry<String, List<byte[]>> images : classes.entrySet()) {
            for (int i = 0; i < images.getValue().size(); i++) {
                ZipEntry entry = new ZipEntry("%s/%s/%02d.png".formatted(split, images.getKey().replace(' ', '_'), i));
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(images.getValue().get(i));
            }
        }
    }
}
