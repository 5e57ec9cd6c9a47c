package io.coopserve.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that classifies, as a process of its own. */
final class OtherServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 25; // as often as Knative's proxy looks while a pod starts
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path PYTHON_SERVER = Path.of(System.getProperty("python.server", "src/jmh/python/clip_server.py"));

    private final Process process;
    private final URI url;

    private OtherServer(List<String> command, URI url, Path log) throws IOException {
        this(command, Map.of(), url, log);
    }

    private OtherServer(List<String> command, Map<String, String> environment, URI url, Path log) throws IOException {
        this.url = url;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    /** Java's own server, see {@link UnbatchedServer}. */
    static OtherServer unbatched(String model, Path prompt) throws IOException {
        int port = Runner.freePort();
        return new OtherServer(List.of(Runner.tool("java"), "-Dbench.dir=" + Bench.FOLDER, "-cp", System.getProperty(
                "java.class.path"), UnbatchedServer.class.getName(), model, prompt.toString(), String.valueOf(port)), at(port),
                Bench.FOLDER.resolve("unbatched.log"));
    }

    /** @param model folder, in Hugging Face's layout */
    static OtherServer python(Path model, Path prompt, int threads) throws IOException {
        int port = Runner.freePort();
        return new OtherServer(List.of(PYTHON, PYTHON_SERVER.toString(), model.toString(), prompt.toString(), String.valueOf(
                port), String.valueOf(threads)), at(port), Bench.FOLDER.resolve("python.log"));
    }

    /** The service as its image starts it; it classifies with the prompt of {@link BenchPrompt}. */
    static OtherServer image(ContainerImage image, String model, Path store, List<String> options) throws IOException {
        int port = Runner.freePort();
        List<String> all = new ArrayList<>(Runner.settings(model, store, port));
        all.addAll(options);
        return new OtherServer(image.command(all), image.environment(), at(port).resolve(BenchPrompt.PATH), Bench.FOLDER
                .resolve("start.log"));
    }

    /** Whether Python has what its server needs. */
    static boolean isPythonInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import torch, fastapi, uvicorn, PIL, numpy").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static URI at(int port) {
        return URI.create("http://localhost:" + port + "/classify");
    }

    URI url() {
        return url;
    }

    /** Looks again and again until it is ready. */
    OtherServer awaitReady() throws IOException, InterruptedException {
        return await(HttpRequest.newBuilder(url.resolve("/q/health/ready")).build());
    }

    /** Asks again and again until it answers. */
    OtherServer awaitAnswer(String type, byte[] body) throws IOException, InterruptedException {
        return await(HttpRequest.newBuilder(url).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private OtherServer await(HttpRequest request) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (long end = System.nanoTime() + START.toNanos(); System.nanoTime() < end && process.isAlive(); Thread.sleep(
                LOOK_MILLIS)) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return this;
                }
            } catch (IOException e) {
                // not listening yet
            }
        }
        close();
        throw new IOException(process.info().commandLine().orElse("the server") + " does not answer; see the logs in "
                + Bench.FOLDER);
    }

    @Override
    public void close() {
        Runner.end(process);
    }
}
