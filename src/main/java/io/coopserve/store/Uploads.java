package io.coopserve.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Creates objects a few at a time, since one alone mostly waits for the storage. No more than those few are in memory. */
final class Uploads implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final ObjectStore store;
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, work -> new Thread(work, "upload"));
    private final Semaphore free = new Semaphore(AT_ONCE);
    private volatile Throwable failure;

    Uploads(ObjectStore store) {
        this.store = store;
    }

    /** Waits while many are on their way. @throws RuntimeException that an earlier one met */
    void create(ObjectKey key, byte[] content) {
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
        throwFailure();
    }

    /** Waits for all. */
    void await() {
        free.acquireUninterruptibly(AT_ONCE);
        free.release(AT_ONCE);
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

    @Override
    public void close() {
        free.acquireUninterruptibly(AT_ONCE);
        pool.shutdown();
    }
}
