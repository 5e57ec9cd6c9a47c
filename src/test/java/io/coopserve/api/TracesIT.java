package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import io.restassured.RestAssured;

/** Traces go to a collector, if one is named. */
class TracesIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private final Customer acme = Customer.unknown("acme");
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    @TempDir
    Path data;

    @AfterEach
    void forgetTheAddress() {
        RestAssured.reset();
    }

    /** As a collector takes OTLP; names in protobuf are plain text. */
    private HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }

    @Test
    void aClassificationIsASpanWithItsPartsBelow() throws IOException {
        HttpServer collector = collector();
        try (Service service = new Service(data, "-Dquarkus.otel.sdk.disabled=false",
                "-Dquarkus.otel.exporter.otlp.protocol=http/protobuf",
                "-Dquarkus.otel.exporter.otlp.endpoint=http://localhost:" + collector.getAddress().getPort(),
                "-Dquarkus.otel.bsp.schedule.delay=100ms")) {
            service.awaitReady();
            acme.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
            acme.teach("p", "d", 1);
            given().header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").contentType("image/png").body(SampleData
                    .fewTextures().image()).post(acme.at("/prompts/p/classify")).then().statusCode(200);
            await().until(() -> List.of("decode", "queue", "tower", "score", "/v1/tenants/{tenant}/prompts/{prompt}/classify")
                    .stream().allMatch(name -> received.stream().anyMatch(spans -> spans.contains(name) && spans.contains(
                            bytes(TRACE)))));
        } finally {
            collector.stop(0);
        }
    }

    private static String bytes(String hexadecimal) {
        return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.ISO_8859_1);
    }
}
