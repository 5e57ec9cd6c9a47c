package io.coopserve.torch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process holds, above all outside the Java heap. */
public final class NativeMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private NativeMemory() {
    }

    /**
     * Resident anonymous bytes beyond the committed heap, at least 0; mapped model files do not count. NaN where there is no
     * {@code /proc}.
     */
    public static double bytes() {
        return Math.max(0, status("RssAnon:") - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
    }

    /** Resident bytes of the whole process, heap and mapped files included; NaN where there is no {@code /proc}. */
    public static double resident() {
        return status("VmRSS:");
    }

    private static double status(String field) {
        try {
            List<String> lines = Files.readAllLines(STATUS);
            return lines.stream().filter(line -> line.startsWith(field)).mapToLong(line -> Long.parseLong(line.replaceAll(
                    "\\D", "")) << 10).findFirst().orElseThrow();
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }
}
