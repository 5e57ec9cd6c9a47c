package io.coopserve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** A run whose request is its stream, and those who follow it. */
class FollowersIT {
    private static final String RECIPE = "{\"dataset\":\"d\",\"epochs\":400}";
    private final Customer acme = Customer.unknown("acme");

    @TempDir
    Path data;

    @AfterEach
    void forgetTheAddress() {
        RestAssured.reset();
    }

    /** A connection that is open until it is closed, whatever comes. */
    private final class Connection implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        private Connection(Service service, String method, String path, String body) throws IOException {
            socket = new Socket("localhost", service.port());
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream().write("""
                    %s %s HTTP/1.1\r
                    Host: localhost\r
                    Accept: application/x-ndjson\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    %s""".formatted(method, acme.at(path), body.length(), body).getBytes(StandardCharsets.UTF_8));
        }

        private JsonPath event() throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    return JsonPath.from(line);
                }
            }
            throw new AssertionError("the stream ended");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Service serve(String name, String reattach) throws IOException {
        Service service = new Service(Files.createDirectories(data.resolve(name)), "-Dcoop.store.path=" + data.resolve("store"),
                "-Dcoop.adapt.lease=2s", "-Dcoop.adapt.checkpoint=300ms", "-Dcoop.adapt.reattach=" + reattach);
        Customer.awaitReady();
        return service;
    }

    private Connection begin(Service service, String prompt) throws IOException {
        return new Connection(service, "POST", "/prompts/" + prompt + "/adaptations", RECIPE);
    }

    private Connection follow(Service service, String run) throws IOException {
        return new Connection(service, "GET", "/adaptations/" + run + "/events", "");
    }

    private static String run(Connection stream) throws IOException {
        JsonPath event = stream.event();
        while (event.get("epoch") == null) {
            event = stream.event();
        }
        return event.getString("run");
    }

    private void upload() {
        acme.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "0s"})
    void aRunWhoseFollowersHaveAllGoneIsCancelled(String reattach) throws Exception {
        try (Service service = serve("first", reattach)) {
            upload();
            String run;
            try (Connection stream = begin(service, "p")) {
                run = run(stream);
            }
            assertEquals("CANCELLED", acme.end(run).getString("state"));
            assertTrue(service.output().contains("Nobody follows run " + run));
        }
    }

    @Test
    void itGoesOnIfSomebodyFollowsItAgainHereOrOverAnotherReplica() throws Exception {
        try (Service first = serve("first", "1s"); Service second = serve("second", "1s")) {
            upload();
            String here;
            String elsewhere;
            try (Connection stream = begin(first, "p"); Connection other = begin(first, "q")) {
                here = run(stream);
                elsewhere = run(other);
            }
            try (Connection again = follow(first, here); Connection there = follow(second, elsewhere)) {
                assertEquals(here, run(again));
                assertEquals(elsewhere, run(there));
                assertEquals("SUCCEEDED", acme.end(here).getString("state"));
                assertEquals("SUCCEEDED", acme.end(elsewhere).getString("state"));
            }
        }
    }

    @Test
    void aServerThatIsKilledIsNoClientThatHasGone() throws Exception {
        try (Service first = serve("first", "0s"); Service second = serve("second", "0s")) {
            second.use();
            upload();
            try (Connection stream = begin(first, "p")) {
                String run = run(stream);
                first.kill();
                assertEquals("SUCCEEDED", acme.end(run).getString("state"));
            }
        }
    }
}
