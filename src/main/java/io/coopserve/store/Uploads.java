package io.coopserve.store;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/** Creates objects a few at a time, since one alone mostly waits for the storage. Only those few are in memory. */
final class Uploads implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final ObjectStore store;
    private final Executor pool;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private volatile Throwable failure;

    Uploads(ObjectStore store, Executor pool) {
        this.store = store;
        this.pool = pool;
    }

    /**
     * Waits only while many are on their way.
     *
     * @throws StoreUnavailableException that an earlier one met
     */
    void create(ObjectKey key, byte[] content) {
        throwFailure();
        free.acquireUninterruptibly();
        pool.execute(() -> {
            try {
                store.create(key, content);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                free.release();
            }
        });
    }

    /** @throws StoreUnavailableException if not all were created */
    void await() {
        close();
        throwFailure();
    }

    private void throwFailure() {
        if (failure instanceof StoreUnavailableException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("an upload failed", failure);
        }
    }

    /** Waits for what is on its way. */
    @Override
    public void close() {
        free.acquireUninterruptibly(AT_ONCE);
        free.release(AT_ONCE);
    }
}
