package io.coopserve.torture;

import java.util.List;
import java.util.Optional;

/** Where the replicas keep everything, looked at past them and past all faults. */
interface Storage extends AutoCloseable {
    /** What a replica is started with to use it. */
    List<String> options();

    /** All objects there are. */
    List<Stored> walk();

    Optional<byte[]> read(String key);

    /** From now on it does what it should. */
    void calm();

    /** Times that it did not. */
    int faults();

    @Override
    void close();
}
