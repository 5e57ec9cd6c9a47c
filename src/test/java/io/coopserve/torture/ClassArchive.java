package io.coopserve.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Classes as a first process left them, so that each of the many that follow starts in half the time. */
final class ClassArchive {
    private static final int PATIENCE_SECONDS = 60;

    private ClassArchive() {
    }

    /** @return how to start the jar with its archive */
    static List<String> of(Path runner, Path folder) throws IOException, InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        List<String> options = new ArrayList<>(
                List.of("-XX:ArchiveClassesAtExit=" + archive, "-Dcoop.store.path=" + folder.resolve(
                        "store")));
        try (Replica first = new Replica("first", folder, runner, options)) {
            first.awaitReady();
            first.stop(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }
}
