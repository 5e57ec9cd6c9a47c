package io.coopserve.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The sample data sets, whole or in part: files by their path in the archive, in order. */
public record SampleData(Map<String, byte[]> files) {
    private static final List<String> FEW = List.of("striped", "dotted", "checkered");

    /** Of all sets in {@code -Dsamples.dir}. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("samples.dir")))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".zip"))
                    .map(name -> name.replace(".zip", "")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code train/<class>/<image>} and {@code test/<class>/<image>}, 16 images each. */
    public static SampleData of(String name) {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive(name)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SampleData(files);
    }

    static byte[] archive(String name) {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("samples.dir"), name + ".zip"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Three textures with 4 training and 2 test images each: enough wherever accuracy does not matter. */
    public static SampleData fewTextures() {
        SampleData all = of("texture");
        Map<String, byte[]> few = new TreeMap<>();
        FEW.forEach(texture -> {
            few.putAll(all.where(path -> path.startsWith("train/" + texture + "/")).first(4));
            few.putAll(all.where(path -> path.startsWith("test/" + texture + "/")).first(2));
        });
        return new SampleData(few);
    }

    public SampleData where(Predicate<String> path) {
        Map<String, byte[]> chosen = new TreeMap<>(files);
        chosen.keySet().removeIf(path.negate());
        return new SampleData(chosen);
    }

    SampleData with(String path, byte[] content) {
        Map<String, byte[]> more = new TreeMap<>(files);
        more.put(path, content);
        return new SampleData(more);
    }

    /** Training images without the folder above their classes. */
    SampleData undivided() {
        Map<String, byte[]> moved = new TreeMap<>();
        where(path -> path.startsWith("train/")).files.forEach((path, image) -> moved.put(path.substring("train/".length()),
                image));
        return new SampleData(moved);
    }

    private Map<String, byte[]> first(int count) {
        Map<String, byte[]> first = new TreeMap<>();
        files.entrySet().stream().limit(count).forEach(file -> first.put(file.getKey(), file.getValue()));
        return first;
    }

    List<byte[]> images() {
        return List.copyOf(files.values());
    }

    public byte[] image() {
        return files.values().iterator().next();
    }

    /** The class folder of a path, which is the label of these samples. */
    public static String label(String path) {
        String[] parts = path.split("/");
        return parts[parts.length - 2];
    }

    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] tarGz() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
