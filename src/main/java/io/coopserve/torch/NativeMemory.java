package io.coopserve.torch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.jna.NativeLibrary;
import com.sun.management.HotSpotDiagnosticMXBean;

/** What this process holds, above all outside the Java heap. */
public final class NativeMemory {

    private NativeMemory() {
    }

    /**
     * Resident anonymous bytes beyond the committed heap, at least 0; mapped model files do not count. A heap that has just
     * shrunk counts until G1 has given it back, some hundred milliseconds later. NaN where there is no {@code /proc}.
     */
    public static double bytes() {
        return Math.max(0, status(ProcessHandle.current(), "RssAnon:")
                - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted());
    }

    /** Resident bytes of the whole process, heap and mapped files included; NaN where there is no {@code /proc}. */
    public static double resident() {
        return resident(ProcessHandle.current());
    }

    /** The most that it was so far. */
    public static double peak() {
        return status(ProcessHandle.current(), "VmHWM:");
    }

    /** Resident bytes of another process. */
    public static double resident(ProcessHandle process) {
        return status(process, "VmRSS:");
    }

    /**
     * Gives back what loading used and nobody uses any more: only a collection unmaps what weights were converted from, the
     * heap keeps more than twice what is in it unless told otherwise, and so does the C library.
     */
    public static void release() {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            machine.setVMOption("MinHeapFreeRatio", "20"); // per cent, in place of 40 and 70
            machine.setVMOption("MaxHeapFreeRatio", "40");
        } catch (RuntimeException e) {
            // another JVM, another collector
        }
        System.gc();
        trim();
    }

    /** Has the C library give back what is free in it. */
    public static void trim() {
        try {
            NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[]{0L});
        } catch (LinkageError e) {
            // not glibc
        }
    }

    private static double status(ProcessHandle process, String field) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"));
            return lines.stream().filter(line -> line.startsWith(field)).mapToLong(line -> Long.parseLong(line.replaceAll(
                    "\\D", "")) << 10).findFirst().orElseThrow();
        } catch (IOException | RuntimeException e) {
            return Double.NaN;
        }
    }
}
