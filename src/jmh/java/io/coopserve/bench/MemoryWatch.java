package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the memory of a process again and again: the kernel keeps a peak of all that is resident, mapped files included. */
final class MemoryWatch implements AutoCloseable {
    static final int INTERVAL_MILLISECONDS = 50;

    private final Path status;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile double peak;

    MemoryWatch(long pid) {
        this.status = Path.of("/proc", String.valueOf(pid), "status");
        clock.scheduleAtFixedRate(this::look, 0, INTERVAL_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            peak = Math.max(peak, now());
        } catch (IOException e) {
            peak = Double.NaN; // it has ended, or there is no /proc
        }
    }

    /** Bytes that are no file's. */
    double now() throws IOException {
        return Files.readAllLines(status).stream().filter(line -> line.startsWith("RssAnon:")).mapToLong(line -> Long.parseLong(
                line.replaceAll("\\D", "")) << 10).findFirst().orElseThrow();
    }

    /** The most that was seen since it was made. */
    double peak() {
        return peak;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
