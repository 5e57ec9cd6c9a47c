package io.coopserve.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands before an S3 server that takes every request, and spoils one thing. */
public final class FaultyProxy implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "connection", "content-length", "expect",
            "transfer-encoding", "http2-settings", "upgrade");

    private static final int LARGE = 1 << 20;

    /** What it spoils. */
    public enum Fault {
        /** The server has never heard of If-None-Match, as older ones have not. */
        OVERWRITES,
        /** What is written is written, but the connection breaks before the first answer. */
        LOSES_ANSWERS,
        /** The first time that something large is read, the connection breaks in the middle. */
        BREAKS_READS
    }

    private final URI server;
    private final Fault fault;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final HttpServer proxy;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private Runnable atBreak = () -> {
    };
    private boolean broken;

    public FaultyProxy(URI server, Fault fault) throws IOException {
        this.server = server;
        this.fault = fault;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(pool);
        proxy.createContext("/", this::forward);
        proxy.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
    }

    /** What happens when the connection has been broken. */
    void atBreak(Runnable event) {
        atBreak = event;
    }

    /** What was asked for of large objects, "" for all. */
    List<String> ranges() {
        return ranges;
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI())).method(exchange
                    .getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!isOfTheConnection(name) && !(fault == Fault.OVERWRITES && name.equalsIgnoreCase("If-None-Match"))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (fault == Fault.BREAKS_READS && exchange.getRequestMethod().equals("GET") && response.body().length > LARGE) {
                ranges.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), ""));
                if (!broken) {
                    broken = true;
                    answer(exchange, response, response.body().length / 2);
                    atBreak.run();
                    return;
                }
            }
            if (fault != Fault.LOSES_ANSWERS || !isFirstAttemptToWrite(exchange)) {
                answer(exchange, response, response.body().length);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isFirstAttemptToWrite(HttpExchange exchange) {
        return !exchange.getRequestMethod().matches("GET|HEAD") && exchange.getRequestHeaders().getFirst("amz-sdk-request")
                .startsWith("attempt=1;");
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, int most) throws IOException {
        for (var header : response.headers().map().entrySet()) {
            if (!isOfTheConnection(header.getKey())) {
                exchange.getResponseHeaders().put(header.getKey(), List.copyOf(header.getValue()));
            }
        }
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        if (response.body().length > 0) {
            exchange.getResponseBody().write(response.body(), 0, most);
        }
    }

    private static boolean isOfTheConnection(String header) {
        return OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        proxy.stop(0);
        pool.shutdownNow();
    }
}
