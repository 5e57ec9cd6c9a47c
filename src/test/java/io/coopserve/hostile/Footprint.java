package io.coopserve.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a process holds, after its garbage was collected. */
record Footprint(long heapMiB, long nativeMiB, long threads, long files, List<String> deletedFiles, double cpuSeconds) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]+)");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");

    static Footprint of(long pid, Wire wire) {
        for (String command : List.of("GC.run", "System.trim_native_heap")) { // what malloc keeps for later is no growth
            jcmd(pid, command);
            pause(); // what buffers held is freed later, by another thread
        }
        String metrics = wire.send(Attack.sentence("control", "metrics", "GET /q/metrics", List.of(), new byte[0])).text();
        List<String> open = open(PROC.resolve(pid + "/fd"));
        return new Footprint(sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") >> 20, outsideOfHeap(pid) >> 20, sum(metrics,
                "jvm_threads_live_threads"), open.size(),
                open.stream().filter(file -> file.endsWith("(deleted)")).sorted()
                        .toList(),
                cpu(pid));
    }

    /**
     * Anonymous memory that is resident, but for where Java's heap lies: how much of that is committed and how much resident are two
     * things, some hundred megabytes apart while G1 gives back what it no longer needs, or has not yet touched what it will.
     */
    private static long outsideOfHeap(long pid) {
        List<Long> heap = ADDRESS.matcher(jcmd(pid, "GC.heap_info")).results()
                .map(found -> Long.parseUnsignedLong(found.group(1),
                        16))
                .sorted().toList();
        long bytes = 0;
        boolean outside = true;
        for (String line : lines(PROC.resolve(pid + "/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.lookingAt()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                outside = start < heap.get(0) || start >= heap.get(heap.size() - 1);
            } else if (outside && line.startsWith("Anonymous:")) {
                bytes += Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return bytes;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double cpu(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).map(time -> time.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String jcmd(long pid, String command) {
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    String.valueOf(
                            pid),
                    command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the open descriptors point at; sockets are left out, since they may linger. */
    private static List<String> open(Path folder) {
        try (Stream<Path> all = Files.isDirectory(folder) ? Files.list(folder) : Stream.of()) {
            return all.map(Footprint::target).filter(target -> !target.startsWith("socket:")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "socket: closed meanwhile";
        }
    }

    private static long sum(String metrics, String name) {
        return (long) metrics.lines().filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(
                        line.lastIndexOf(' '))))
                .sum();
    }
}
