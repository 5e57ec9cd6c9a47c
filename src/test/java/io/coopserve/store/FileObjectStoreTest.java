package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.tenant.TenantId;

class FileObjectStoreTest {
    private static final ObjectKey ACME = ObjectKey.of(new TenantId("acme"));

    @TempDir
    private Path folder;
    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new FileObjectStore(folder);
    }

    @Test
    void ofManyRacingCreatorsExactlyOneWins() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 20; round++) {
                ObjectKey key = ACME.then("race", round);
                List<Future<Boolean>> racers = IntStream.range(0, 16).mapToObj(i -> pool.submit(() -> store.create(key,
                        new byte[]{(byte) i}))).toList();
                int winner = -1;
                for (int i = 0; i < racers.size(); i++) {
                    if (racers.get(i).get()) {
                        assertEquals(-1, winner);
                        winner = i;
                    }
                }
                assertArrayEquals(new byte[]{(byte) winner}, store.read(key).orElseThrow());
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void anObjectIsNeverChanged() {
        assertTrue(store.create(ACME.then("a"), new byte[]{1}));
        assertFalse(store.create(ACME.then("a"), new byte[]{2}));
        assertArrayEquals(new byte[]{1}, store.read(ACME.then("a")).orElseThrow());
    }

    @Test
    void foldersAreListedAndDeletedWhole() {
        store.create(ACME.then("x", "b"), new byte[0]);
        store.create(ACME.then("x", "a", "deep"), new byte[0]);
        assertEquals(List.of("a", "b"), store.list(ACME.then("x")));
        store.delete(ACME.then("x"));
        assertEquals(List.of(), store.list(ACME.then("x")));
        assertEquals(Optional.empty(), store.read(ACME.then("x", "b")));
        store.delete(ACME.then("x")); // once more is no failure
    }

    @Test
    void nothingButTheObjectStays() throws IOException {
        store.create(ACME.then("a"), new byte[10]);
        store.create(ACME.then("a"), new byte[10]);
        store.check();
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(1, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void keysCannotLeaveTheirTenant() {
        for (String segment : List.of("..", ".", "", "a/b", "a\\b", "a\0", "ä")) {
            assertThrows(IllegalArgumentException.class, () -> ACME.then(segment));
        }
        assertThrows(IllegalArgumentException.class, () -> new TenantId("../other"));
    }
}
