package io.coopserve.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A packaged service that shares its storage with others, and is killed and started again. */
final class Replica implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Path folder;
    private final Path runner;
    private final List<String> options;
    private final HttpClient probe = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private volatile Process process;
    private volatile URI base;

    /**
     * @param folder of its own, for its log and cache
     * @param runner the jar that starts it
     */
    Replica(String name, Path folder, Path runner, List<String> options) {
        this.name = name;
        this.folder = folder;
        this.runner = runner;
        this.options = options;
        start();
    }

    void start() {
        try {
            Files.createDirectories(folder);
            base = URI.create("http://localhost:" + freePort());
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx320m", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder,
                    "-Dquarkus.http.port=" + base.getPort(), "-Dcoop.clip.cache-dir=" + folder.resolve("cache")));
            command.addAll(options);
            command.addAll(List.of("-jar", runner.toString()));
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(
                    ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI base() {
        return base;
    }

    Path log() {
        return folder.resolve("service.log");
    }

    /** Waits until it serves. */
    void awaitReady() throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end;) {
            if (!process.isAlive()) {
                break;
            }
            try {
                HttpRequest question = HttpRequest.newBuilder(base.resolve("/q/health/ready")).timeout(Duration.ofSeconds(2))
                        .build();
                if (probe.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // it does not listen yet
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("%s does not become ready; see %s".formatted(this, log()));
    }

    /** Asks it to stop. */
    void stop(int patience, TimeUnit unit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience, unit)) {
            throw new AssertionError("%s does not stop; see %s".formatted(this, log()));
        }
    }

    /** SIGKILL: nothing is flushed, closed or said. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As a pause of a virtual machine, or of a garbage collector: it does not know of it. */
    void freeze() throws InterruptedException {
        signal("-STOP");
    }

    void thaw() throws InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws InterruptedException {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return name;
    }
}
