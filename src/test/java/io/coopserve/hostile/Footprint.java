package io.coopserve.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a process holds, after its garbage was collected. */
record Footprint(long heapMiB, long nativeMiB, long threads, long files, List<String> deletedFiles, double cpuSeconds) {
    private static final Path PROC = Path.of("/proc");

    static Footprint of(long pid, Wire wire) {
        for (String command : List.of("GC.run", "System.trim_native_heap")) { // what malloc keeps for later is no growth
            run(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid), command));
            pause(); // a heap that shrinks is given back later, by another thread, as what buffers held is freed
        }
        String metrics = wire.send(Attack.sentence("control", "metrics", "GET /q/metrics", List.of(), new byte[0])).text();
        List<String> open = open(PROC.resolve(pid + "/fd"));
        return new Footprint(sum(metrics, "jvm_memory_used_bytes{area=\"heap\"") >> 20, sum(metrics,
                "coop_native_memory_bytes") >> 20, sum(metrics, "jvm_threads_live_threads"), open.size(), open.stream()
                        .filter(file -> file.endsWith("(deleted)")).sorted().toList(),
                cpu(pid));
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

    private static void run(List<String> command) {
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
