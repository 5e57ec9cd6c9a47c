package io.coopserve.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Classes as a first process left them, so that each of the many that tests start is there in half the time. */
public final class ClassArchive {
    private static final int PATIENCE_SECONDS = 60;
    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
    private static Path archive; // null: not made yet

    private ClassArchive() {
    }

    /** What Java is told to start the packaged service with it. */
    public static synchronized List<String> options() {
        if (archive == null) {
            try {
                archive = make();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    private static Path make() throws IOException, InterruptedException {
        Path file = FOLDER.resolve("classes.jsa");
        Files.deleteIfExists(file); // it may be of another build
        List<String> options = List.of("-XX:ArchiveClassesAtExit=" + file, "-Dcoop.store.path=" + FOLDER.resolve("store"));
        try (Replica first = new Replica("first", FOLDER, Path.of(System.getProperty("runner.jar")), options)) {
            first.awaitReady();
            first.stop(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!Files.exists(file)) {
                throw new AssertionError("Java has not written %s; see %s".formatted(file, first.log()));
            }
        }
        return file;
    }
}
