package io.coopserve.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Replicas are killed and frozen while clients use them, and nothing that was acknowledged is lost.
 * {@code -Dtorture.kills=N} says how often, for each kind of storage, and {@code -Dtorture.seed=S} decides the clients' and the
 * killer's dice; what happens between them at what moment, it does not.
 */
class TortureIT {
    private static final Path RUNNER = Path.of(System.getProperty("runner.jar"));
    private static final List<String> STORES = new ArrayList<>();
    private static final List<Torture.Outcome> OUTCOMES = new ArrayList<>();

    private final long seed = Long.getLong("torture.seed", 20261127);
    private final int kills = Integer.getInteger("torture.kills", 4);

    @TempDir
    Path folder;

    /** What they share. */
    enum Kind {
        FILESYSTEM, S3;

        Storage open(Path folder, long seed) throws IOException {
            return this == S3 ? new BucketStorage(folder, seed) : new FolderStorage(folder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatWasAcknowledgedIsLost(Kind kind) throws Exception {
        String name = kind.name().toLowerCase(Locale.ROOT);
        Plan plan = new Plan(seed, 2, kills, 0, 25, Plan.everything(), RUNNER, ClassArchive.options());
        try (Storage storage = kind.open(folder.resolve("store"), seed)) {
            Torture.Outcome outcome = new Torture(name, folder, storage, plan).perform();
            STORES.add(name);
            OUTCOMES.add(outcome);
            assertEquals("", String.join("\n", outcome.losses()), () -> "losses with -Dtorture.seed=%d on %s".formatted(seed,
                    name));
        }
    }

    @AfterAll
    static void write() throws IOException {
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(Path.of("target", "torture.json").toFile(), Torture.sum(
                STORES, OUTCOMES));
    }
}
