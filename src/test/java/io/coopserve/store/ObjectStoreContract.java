package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.coopserve.tenant.TenantId;

/** What every object store keeps. */
abstract class ObjectStoreContract {
    final ObjectKey acme = ObjectKey.of(new TenantId("acme-" + UUID.randomUUID().toString().substring(0, 8)));
    ObjectStore store;
    private final ExecutorService pool = Executors.newFixedThreadPool(16);

    abstract ObjectStore open();

    /** Everything that is kept, also what no key names. */
    abstract List<String> kept();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closePool() {
        pool.shutdown();
    }

    /** @return which of the racers created it */
    private int race(ObjectKey key, byte[][] contents) throws Exception {
        List<Future<Boolean>> racers = IntStream.range(0, contents.length).mapToObj(i -> pool.submit(() -> store.create(key,
                contents[i]))).toList();
        int winner = -1;
        for (int i = 0; i < racers.size(); i++) {
            if (racers.get(i).get()) {
                assertEquals(-1, winner, "only one wins");
                winner = i;
            }
        }
        assertArrayEquals(contents[winner], store.read(key).orElseThrow());
        return winner;
    }

    @Test
    void ofManyRacingCreatorsExactlyOneWins() throws Exception {
        byte[][] contents = IntStream.range(0, 16).mapToObj(i -> new byte[]{(byte) i}).toArray(byte[][]::new);
        for (int round = 0; round < 20; round++) {
            race(acme.then("race", round), contents);
        }
    }

    @Test
    void ofRacingCreatorsOfALargeObjectExactlyOneWins() throws Exception {
        byte[][] contents = new byte[4][(16 << 20) + 1];
        for (int i = 0; i < contents.length; i++) {
            contents[i][0] = (byte) i;
        }
        race(acme.then("large"), contents);
        assertEquals(List.of(acme + "/large"), kept());
    }

    @Test
    void anObjectIsNeverChanged() {
        assertTrue(store.create(acme.then("a"), new byte[]{1}));
        assertFalse(store.create(acme.then("a"), new byte[]{2}));
        assertFalse(store.create(acme.then("a"), new byte[17 << 20]));
        assertArrayEquals(new byte[]{1}, store.read(acme.then("a")).orElseThrow());
    }

    @Test
    void largeObjectComesBackAsItWas() {
        byte[] large = new byte[40_000_000];
        new Random(1).nextBytes(large);
        assertTrue(store.create(acme.then("large"), large));
        assertFalse(store.create(acme.then("large"), new byte[17 << 20]));
        assertArrayEquals(large, store.read(acme.then("large")).orElseThrow());
        assertEquals(List.of(acme + "/large"), kept());
    }

    @Test
    void emptyObjectIsThere() {
        assertTrue(store.create(acme.then("empty"), new byte[0]));
        assertArrayEquals(new byte[0], store.read(acme.then("empty")).orElseThrow());
        assertEquals(Optional.empty(), store.read(acme.then("nothing")));
    }

    @Test
    void foldersAreListedAndDeletedWhole() {
        store.create(acme.then("x", "b"), new byte[0]);
        store.create(acme.then("x", "a", "deep"), new byte[0]);
        store.create(acme.then("xy"), new byte[0]);
        assertEquals(List.of("a", "b"), store.list(acme.then("x")));
        assertEquals(List.of("a/deep", "b"), store.walk(acme.then("x")));
        store.delete(acme.then("x"));
        assertEquals(List.of(), store.list(acme.then("x")));
        assertEquals(List.of(), store.walk(acme.then("x")));
        assertEquals(Optional.empty(), store.read(acme.then("x", "b")));
        assertEquals(List.of("xy"), store.list(acme));
        store.delete(acme.then("x")); // once more is no failure
    }

    @Test
    void objectsAreDeletedTogetherOrAlone() {
        List<ObjectKey> keys = List.of(acme.then("a"), acme.then("b"), acme.then("c"));
        keys.forEach(key -> store.create(key, new byte[1]));
        store.delete(keys.get(0));
        store.delete(keys.subList(0, 2));
        assertEquals(List.of("c"), store.list(acme));
        store.delete(List.of());
        assertTrue(store.create(keys.get(0), new byte[1]), "what is gone may come again");
    }

    @Test
    void folderOfManyObjectsIsListedAndDeletedWhole() throws Exception {
        int many = 1003;
        List<Future<Boolean>> created = IntStream.range(0, many)
                .mapToObj(i -> pool.submit(() -> store.create(acme.then("many", i,
                        "object"), new byte[1])))
                .toList();
        for (Future<Boolean> each : created) {
            assertTrue(each.get());
        }
        assertEquals(many, store.list(acme.then("many")).size());
        assertEquals(many, store.walk(acme).size());
        store.delete(acme.then("many"));
        assertEquals(List.of(), store.walk(acme));
    }

    @Test
    void nothingButTheObjectStays() {
        store.create(acme.then("a"), new byte[10]);
        store.create(acme.then("a"), new byte[10]);
        store.check();
        assertEquals(List.of(acme + "/a"), kept());
    }

    @Test
    void keysCannotLeaveTheirTenant() {
        for (String segment : List.of("..", ".", "", "a/b", "a\\b", "a\0", "ä")) {
            assertThrows(IllegalArgumentException.class, () -> acme.then(segment));
        }
        assertThrows(IllegalArgumentException.class, () -> new TenantId("../other"));
    }
}
