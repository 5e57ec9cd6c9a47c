package io.coopserve.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.coopserve.clip.Clip;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.Precision;

/** The least that serves a prompt: Java's own HTTP server in front of the same CLIP, one request at a time through the tower. */
final class UnbatchedServer {
    private static final int TOP = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clip clip;
    private final LearnedPrompt.OnHost prompt;

    private UnbatchedServer(Clip clip, LearnedPrompt.OnHost prompt) {
        this.clip = clip;
        this.prompt = prompt;
    }

    /** @param arguments model, prompt file, port */
    public static void main(String... arguments) throws IOException {
        Clip clip = CoreSuite.load(arguments[0], Precision.FP32);
        UnbatchedServer handler = new UnbatchedServer(clip, (LearnedPrompt.OnHost) PromptFile.read(Files.readAllBytes(Path.of(
                arguments[1]))));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(
                arguments[2])), 128);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.createContext("/classify", handler::classify);
        server.start();
    }

    private void classify(HttpExchange exchange) throws IOException {
        float[] pixels = clip.preprocessor().pixels(exchange.getRequestBody().readAllBytes());
        double[] logits = prompt.logits(clip.encodeImages(List.of(pixels)))[0];
        byte[] answer = JSON.writeValueAsString(Scores.ranked(prompt.classes(), logits, TOP, 0)).getBytes(
                StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
