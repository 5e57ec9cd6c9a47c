package io.coopserve.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that wait for the storage, so that others need not; the end of the process does not wait for them. */
final class BackgroundThreads {
    private BackgroundThreads() {
    }

    static ExecutorService pool(int threads, String name) {
        return Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
