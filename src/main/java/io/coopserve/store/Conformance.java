package io.coopserve.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Tries with objects of its own what everything here relies on, above all that nothing is overwritten. S3-compatible servers
 * that do not know {@code If-None-Match} ignore it, and say nothing.
 *
 * @param ways in which the store creates objects, by their names in keys
 */
record Conformance(ObjectStore store, Map<String, BiPredicate<ObjectKey, byte[]>> ways) {
    private static final byte[] FIRST = {1};
    private static final byte[] SECOND = {2};

    /**
     * @return the promise that is broken, if one is
     * @throws StoreUnavailableException if the storage fails
     */
    Optional<String> broken() {
        ObjectKey folder = ObjectKey.conformance(UUID.randomUUID().toString());
        Optional<String> broken = ways.keySet().stream().map(way -> broken(folder, way)).flatMap(Optional::stream).findFirst();
        store.delete(folder);
        return broken.or(() -> when(!store.walk(folder).isEmpty(), "it still lists what was deleted"));
    }

    private Optional<String> broken(ObjectKey folder, String way) {
        ObjectKey key = folder.then(way);
        BiPredicate<ObjectKey, byte[]> create = ways.get(way);
        return when(!create.test(key, FIRST), "it refuses to create an object that is not there")
                .or(() -> when(create.test(key, SECOND), "it does not refuse to overwrite an object (%s)"
                        .formatted(way)))
                .or(() -> when(!store.list(folder).contains(way), "it does not list what was created"))
                .or(() -> when(!store.read(key).filter(content -> Arrays.equals(content, FIRST)).isPresent(),
                        "it does not give back what was created"));
    }

    private static Optional<String> when(boolean broken, String what) {
        return broken ? Optional.of(what) : Optional.empty();
    }
}
