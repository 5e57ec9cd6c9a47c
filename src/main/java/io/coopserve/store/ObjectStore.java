package io.coopserve.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Object storage as all kinds of it offer it. An object is created once and never changed, so that what has been read
 * stays true. Failures of the storage itself are {@link StoreUnavailableException}.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Creates an object, whole or not at all: when this returns true it survives a crash.
     *
     * @return false if there is one already; exactly one of several racing callers gets true
     */
    boolean create(ObjectKey key, byte[] content);

    Optional<byte[]> read(ObjectKey key);

    /** Names directly below a folder, of objects and folders, sorted; none if there is no such folder. */
    List<String> list(ObjectKey folder);

    /** All objects below a folder, sorted by path: at once what {@code list} would tell folder by folder. */
    List<StoredObject> inventory(ObjectKey folder);

    /** Their paths, relative to the folder. */
    default List<String> walk(ObjectKey folder) {
        return inventory(folder).stream().map(StoredObject::path).toList();
    }

    /** Deletes an object, or all below a folder. Nothing there is no failure. */
    void delete(ObjectKey key);

    /** Deletes objects, many at once where the storage can. */
    void delete(Collection<ObjectKey> objects);

    /** Removes what writers that died left behind and what never became an object, if it is older than this. */
    void sweep(Duration age);

    /** @throws StoreUnavailableException if the storage is not there now */
    void check();

    /** Whether it was there when it was last looked at, some seconds ago: nobody waits for this. */
    default boolean isAvailable() {
        return true;
    }

    /** Gives back connections. */
    @Override
    default void close() {
    }
}
