package io.coopserve.clip;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process holds outside the Java heap. */
public final class NativeMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private NativeMemory() {
    }

    /**
     * Resident anonymous bytes beyond the committed heap, at least 0; mapped model files do not count. NaN where there is no
     * {@code /proc}.
     */
    public static double bytes() {
        try {
            List<String> lines = Files.readAllLines(STATUS);
            long resident = lines.stream().filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElseThrow();
            return Math.max(0, resident - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }
}
