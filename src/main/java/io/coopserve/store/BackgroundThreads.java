package io.coopserve.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Threads that wait for the storage, so that others need not; the end of the process does not wait for them. */
public final class BackgroundThreads {
    private BackgroundThreads() {
    }

    public static ExecutorService pool(int threads, String name) {
        return Executors.newFixedThreadPool(threads, named(name));
    }

    /** For what is to be done later, or again and again. */
    public static ScheduledExecutorService timer(int threads, String name) {
        return Executors.newScheduledThreadPool(threads, named(name));
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
