package io.coopserve.store;

import java.util.List;
import java.util.Optional;

/**
 * Object storage as all kinds of it offer it. An object is created once and never changed, so that what has been read
 * stays true. Failures of the storage itself are {@link StoreUnavailableException}.
 */
public interface ObjectStore {
    /**
     * Creates an object, whole or not at all: when this returns true it survives a crash.
     *
     * @return false if there is one already; exactly one of several racing callers gets true
     */
    boolean create(ObjectKey key, byte[] content);

    Optional<byte[]> read(ObjectKey key);

    /** Names directly below a folder, of objects and folders, sorted; none if there is no such folder. */
    List<String> list(ObjectKey folder);

    /** Deletes an object, or all below a folder. Nothing there is no failure. */
    void delete(ObjectKey key);

    /** @throws StoreUnavailableException if objects cannot be written now */
    void check();
}
