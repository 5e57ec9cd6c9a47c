package io.coopserve.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Signs of life, {@code replicas/{replica}/{beat}}. Whether one is alive shows from a beat that changes: clocks of different
 * machines are never compared.
 */
@ApplicationScoped
public class Heartbeats {
    private final ObjectStore store;

    Heartbeats(ObjectStore store) {
        this.store = store;
    }

    /** @param beat one more than the last one */
    public void beat(String replica, long beat) {
        store.create(folder(replica).then(beat), new byte[0]);
        store.delete(List.of(folder(replica).then(beat - 1)));
    }

    /** The last beat; 0 of a replica that has said farewell, or was never there. */
    public long last(String replica) {
        return Numbers.highest(Numbers.in(store.list(folder(replica))));
    }

    /** Whoever waits for a replica that has said farewell need not wait longer. */
    public void farewell(String replica) {
        store.delete(folder(replica));
    }

    private static ObjectKey folder(String replica) {
        return ObjectKey.replicas().then(replica);
    }
}
