package io.coopserve.torture;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Ways to lose what was acknowledged, as changes to one class of the service. */
enum PlantedFault {
    /** The pointer is moved before what it points at is there. */
    POINTER_FIRST("store/Prompts", true, 2, 0, Map.of(Deed.IMPORT, 12, Deed.LOOK_AT_POINTER, 6, Deed.MOVE, 2),
            List.of(new Edit("""
                                store.create(version(tenant, prompt, version).then(CARD), Json.write(written));
                                if (pointers.move(tenant, prompt, version, Optional.empty()).after().version() == version) {
                    """, """
                                if (pointers.move(tenant, prompt, version, Optional.empty()).after().version() == version) {
                                    try {
                                        Thread.sleep(300);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    store.create(version(tenant, prompt, version).then(CARD), Json.write(written));
                    """))),
    /**
     * What is acknowledged is written half a second later: the memory of the process plays the page cache, and its death the power
     * cut. The process itself sees what it has not yet written, as it would, so there is one.
     */
    NO_FSYNC("store/FileObjectStore", false, 1, 0,
            Map.of(Deed.UPLOAD, 6, Deed.RUN, 4, Deed.IMPORT, 8, Deed.MOVE, 6, Deed.LOOK_AT_RUN, 6),
            List.of(new Edit("""
                                Path draft = draft(content);
                                try {
                                    return link(target, draft);
                                } finally {
                                    Files.deleteIfExists(draft);
                                }
                            });
                        }
                    """,
                    """
                                        if (LATER.putIfAbsent(target, content) != null) {
                                            return false;
                                        }
                                        WRITER.schedule(() -> write(target), 500, java.util.concurrent.TimeUnit.MILLISECONDS);
                                        return true;
                                    });
                                }

                                private static final java.util.concurrent.ConcurrentMap<Path, byte[]> LATER = new java.util.concurrent.ConcurrentHashMap<>();
                                private static final java.util.concurrent.ScheduledExecutorService WRITER = java.util.concurrent.Executors
                                        .newScheduledThreadPool(4, work -> {
                                            Thread thread = new Thread(work, "late-writer");
                                            thread.setDaemon(true);
                                            return thread;
                                        });

                                private void write(Path target) {
                                    byte[] content = LATER.get(target);
                                    if (content != null) {
                                        attempt("write " + target, () -> {
                                            Path draft = draft(content);
                                            try {
                                                return link(target, draft);
                                            } finally {
                                                Files.deleteIfExists(draft);
                                            }
                                        });
                                        LATER.remove(target);
                                    }
                                }
                            """),
                    new Edit("""
                                            return Optional.of(FileBytes.read(path(key)));
                            """, """
                                            byte[] unwritten = LATER.get(path(key));
                                            return Optional.of(unwritten == null ? Files.readAllBytes(path(key)) : unwritten);
                            """),
                    new Edit("""
                                        try (Stream<Path> children = Files.list(path(folder))) {
                                            return children.map(child -> child.getFileName().toString()).sorted().toList();
                                        } catch (NoSuchFileException | NotDirectoryException e) {
                                            return List.of();
                                        }
                            """,
                            """
                                                java.util.TreeSet<String> names = new java.util.TreeSet<>();
                                                LATER.keySet().stream().filter(file -> file.startsWith(path(folder)) && !file.equals(path(folder)))
                                                        .forEach(file -> names.add(path(folder).relativize(file).getName(0).toString()));
                                                try (Stream<Path> children = Files.list(path(folder))) {
                                                    children.forEach(child -> names.add(child.getFileName().toString()));
                                                } catch (NoSuchFileException | NotDirectoryException e) {
                                                    // nothing is written there yet
                                                }
                                                return List.copyOf(names);
                                    """),
                    new Edit("""
                                        files.sort(Comparator.comparing(StoredObject::path));
                            """,
                            """
                                                LATER.keySet().stream().filter(file -> file.startsWith(top)).map(file -> top.relativize(file).toString())
                                                        .filter(path -> files.stream().noneMatch(file -> file.path().equals(path))).toList()
                                                        .forEach(path -> files.add(new StoredObject(path, Instant.now())));
                                                files.sort(Comparator.comparing(StoredObject::path));
                                    """),
                    new Edit("""
                                        if (Files.isDirectory(target)) {
                            """, """
                                        LATER.keySet().removeIf(file -> file.startsWith(target));
                                        if (Files.isDirectory(target)) {
                            """))),
    /** Who has lost a run does not find out. */
    LEASE_IGNORED("store/Runs", true, 2, 100,
            Map.of(Deed.UPLOAD, 1, Deed.ENDLESS_RUN, 6, Deed.LOOK_AT_RUN, 4, Deed.CANCEL, 1), List.of(new Edit("""
                            return highest(attempt.tenant(), attempt.run()) == attempt.number();
                    """, """
                            return true;
                    """))),
    /** What belongs to a data set is said before it is there. */
    MANIFEST_FIRST("store/Datasets", true, 2, 0, Map.of(Deed.UPLOAD, 12, Deed.LOOK_AT_DATASET, 2, Deed.RUN, 1),
            List.of(new Edit("""
                            long begun = System.nanoTime();
                    """, """
                            long begun = System.nanoTime();
                            long number = append(folder, manifest);
                            try {
                                Thread.sleep(300);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                    """), new Edit("""
                            long number = append(folder, manifest);
                            if (
                    """, """
                            if (
                    """)));

    private final String source;
    private final boolean bean;
    private final int replicas;
    private final int percentFrozen;
    private final Map<Deed, Integer> appetite;
    private final List<Edit> edits;

    /** Another text in the place of one that is there once. */
    record Edit(String before, String after) {
        String in(String source) {
            String text = before.stripTrailing();
            int place = source.indexOf(text);
            if (place < 0 || source.indexOf(text, place + 1) >= 0) {
                throw new AssertionError(
                        "this is not exactly once in the source, so the fault has to be planted anew:\n" + before);
            }
            return source.substring(0, place) + after.stripTrailing() + source.substring(place + text.length());
        }
    }

    /**
     * @param bean whether Quarkus gives it a constructor without parameters, which its source has not
     * @param replicas that make it a loss
     * @param percentFrozen harms that are freezes
     * @param appetite what clients do, to hit on it soon
     */
    PlantedFault(String source, boolean bean, int replicas, int percentFrozen, Map<Deed, Integer> appetite, List<Edit> edits) {
        this.source = source;
        this.bean = bean;
        this.replicas = replicas;
        this.percentFrozen = percentFrozen;
        this.appetite = new EnumMap<>(appetite);
        this.edits = edits;
    }

    Path source() {
        return Path.of("src/main/java/io/coopserve", source + ".java");
    }

    String className() {
        return source.substring(source.indexOf('/') + 1);
    }

    int replicas() {
        return replicas;
    }

    int percentFrozen() {
        return percentFrozen;
    }

    Map<Deed, Integer> appetite() {
        return appetite;
    }

    String plant(String text) {
        String planted = text;
        for (Edit edit : edits) {
            planted = edit.in(planted);
        }
        if (bean) {
            String start = "public class " + className() + " {\n";
            planted = new Edit(start, start + "    " + className() + "() {\n    }\n").in(planted).replaceAll(
                    "(?m)^    private final ",
                    "    private ");
        }
        return planted;
    }
}
