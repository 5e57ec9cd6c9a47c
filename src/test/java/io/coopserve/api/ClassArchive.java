package io.coopserve.api;

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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Classes as a first process left them, so that each of the many that tests start is there in half the time. */
public final class ClassArchive {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path FOLDER = Path.of("target", "class-archive");
    private static Path archive; // null: not made yet

    private ClassArchive() {
    }

    /** What Java is told to start the packaged service with it. */
    public static synchronized List<String> options() {
        if (archive == null) {
            try {
                archive = make();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.of("-XX:SharedArchiveFile=" + archive);
    }

    private static Path log() {
        return FOLDER.resolve("service.log");
    }

    private static Path make() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve("classes.jsa").toAbsolutePath();
        Files.deleteIfExists(file);
        int port = freePort();
        Process first = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + file, "-XX:TieredStopAtLevel=1", "-Dquarkus.http.port=" + port,
                "-Dcoop.store.path=" + FOLDER.resolve("store"), "-Dcoop.clip.cache-dir=" + FOLDER.resolve("cache"), "-jar",
                System.getProperty("runner.jar")).redirectErrorStream(true).redirectOutput(log().toFile()).start();
        try {
            awaitReady(first, URI.create("http://localhost:" + port + "/q/health/ready"));
            first.destroy();
            first.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            first.destroyForcibly();
        }
        if (!Files.exists(file)) {
            throw new IOException("Java has not written %s; see %s".formatted(file, log()));
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, URI probe) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(2)).build();
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end && process.isAlive();) {
            try {
                if (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // it does not listen yet
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("the service does not become ready; see " + log());
    }
}
