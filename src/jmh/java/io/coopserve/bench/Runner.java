package io.coopserve.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coopserve.torch.NativeMemory;

/** The packaged service as a process of its own, on a free port. */
final class Runner implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI root;

    /**
     * Starts it and waits until it is ready.
     *
     * @param options of its JVM, and {@code -D} settings
     */
    Runner(String model, Path store, Path log, String... options) throws Exception {
        int port = freePort();
        this.root = URI.create("http://localhost:" + port);
        this.process = new ProcessBuilder(command(model, store, port, options)).redirectErrorStream(true).redirectOutput(log
                .toFile()).start();
        try {
            awaitReady(log);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** What starts it. */
    static List<String> command(String model, Path store, int port, String... options) {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(settings(model, store, port));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", System.getProperty("runner.jar", "target/quarkus-app/quarkus-run.jar")));
        return command;
    }

    /** What every service of a benchmark is told. */
    static List<String> settings(String model, Path store, int port) {
        return List.of("-Dcoop.clip.model=" + model, "-Dcoop.store.path=" + store, "-Dcoop.clip.cache-dir=" + Bench.FOLDER
                .resolve("cache"), "-Dquarkus.http.port=" + port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A program of the JDK that runs this. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private void awaitReady(Path log) throws Exception {
        for (long end = System.nanoTime() + START.toNanos(); System.nanoTime() < end; Thread.sleep(100)) {
            if (!process.isAlive()) {
                break;
            }
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not listening yet
            }
        }
        throw new IOException("the runner did not become ready:\n" + Files.readString(log));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(root.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Classifies one image with the prompt of {@link BenchPrompt}. */
    void classify(byte[] jpeg) throws IOException, InterruptedException {
        classify("image/jpeg", jpeg);
    }

    /** The same with another type of image. */
    void classify(String type, byte[] image) throws IOException, InterruptedException {
        classify(BenchPrompt.PATH, type, image);
    }

    /** The same with any prompt. */
    void classify(String path, String type, byte[] image) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).header("Content-Type", type).POST(
                HttpRequest.BodyPublishers.ofByteArray(image)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("classify answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param accept type of the answer
     * @throws IOException unless it is a success
     */
    String send(String method, String path, String type, byte[] body, String accept) throws IOException, InterruptedException {
        return send(method, path, type, HttpRequest.BodyPublishers.ofByteArray(body), accept);
    }

    /** The same with a body of any size. */
    String send(String method, String path, String type, HttpRequest.BodyPublisher body, String accept) throws IOException,
            InterruptedException {
        HttpResponse<String> answer = answer(method, path, type, body, accept);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    /** The answer, be it a success or not. */
    HttpResponse<String> answer(String method, String path, String type, HttpRequest.BodyPublisher body, String accept)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(root.resolve(path)).header("Content-Type", type).header("Accept", accept)
                .method(method, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    long pid() {
        return process.pid();
    }

    /** Resident memory in bytes. */
    double resident() {
        return NativeMemory.resident(process.toHandle());
    }

    URI at(String path) {
        return root.resolve(path);
    }

    /** What it has used of the processors, in milliseconds. */
    double cpuMillis() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
    }

    /** What its own gauge says after a garbage collection, in bytes. */
    double nativeMemory() throws IOException, InterruptedException {
        return afterCollection("coop_native_memory_bytes");
    }

    /** What is left of Java's heap after a garbage collection, in bytes. */
    double heap() throws IOException, InterruptedException {
        return afterCollection("jvm_memory_used_bytes{area=\"heap\"");
    }

    /** What is reachable in Java's heap, in bytes: what a collection leaves lying does not count. */
    double reachable() throws IOException, InterruptedException {
        String total = jcmd("GC.class_histogram").lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
        return Double.parseDouble(total.substring(total.lastIndexOf(' ')));
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process asking = new ProcessBuilder(tool("jcmd"), String.valueOf(process.pid()), command).redirectError(
                ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asking.waitFor() != 0) {
            throw new IOException("jcmd could not do " + command);
        }
        return answer;
    }

    /** The sum of a gauge's values after a garbage collection. */
    private double afterCollection(String gauge) throws IOException, InterruptedException {
        jcmd("GC.run");
        Thread.sleep(500); // another thread frees the memory of collected buffers
        return get("/q/metrics").body().lines().filter(line -> line.startsWith(gauge)).mapToDouble(line -> Double.parseDouble(
                line.substring(line.lastIndexOf(' ')))).sum();
    }

    @Override
    public void close() {
        end(process);
    }

    /** Asks a process to end, and waits until it has. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
