package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.coopserve.clip.FrozenClip;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

/** What becomes of images while the tower does not get to them. */
@QuarkusTest
@TestProfile(OverloadIT.FewPlaces.class)
class OverloadIT {
    private static final byte[] PNG = SampleData.fewTextures().image();
    private static final int PLACES = 3;
    private final CountDownLatch free = new CountDownLatch(1);
    private CompletableFuture<Boolean> busy;
    private final List<Socket> clients = new ArrayList<>();

    /** A short queue and little patience. */
    public static final class FewPlaces implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> configuration = new HashMap<>(new TemporaryStore().getConfigOverrides());
            configuration.putAll(Map.of("coop.batch.queue", String.valueOf(PLACES), "coop.batch.patience", "1500ms"));
            return configuration;
        }
    }

    @Inject
    FrozenClip model;

    /** Nobody else gets the device, one image is on its way to it, and all places behind that are taken. */
    @BeforeEach
    void fill() throws Exception {
        Customer.awaitReady();
        CountDownLatch begun = new CountDownLatch(1);
        busy = CompletableFuture.supplyAsync(() -> model.clip().turn(() -> {
            begun.countDown();
            try {
                return free.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        begun.await();
        double before = metric("coop_stage_seconds_count{stage=\"decode\"}");
        clients.add(send());
        await().until(() -> metric("coop_stage_seconds_count{stage=\"decode\"}") > before && waiting() == 0);
        for (int i = 0; i < PLACES; i++) {
            clients.add(send());
        }
        await().until(() -> waiting() == PLACES);
    }

    @AfterEach
    void end() throws IOException {
        free.countDown();
        busy.join();
        for (Socket client : clients) {
            client.close();
        }
        await().until(() -> waiting() == 0);
        embed().then().statusCode(200);
    }

    private static double metric(String name) {
        return given().get("/q/metrics").asString().lines().filter(line -> line.startsWith(name + " ")).mapToDouble(
                line -> Double.parseDouble(line.substring(name.length() + 1))).sum();
    }

    private static double waiting() {
        return metric("coop_queue_images");
    }

    private static Socket send() throws IOException {
        Socket socket = send(PNG.length);
        socket.getOutputStream().write(PNG);
        return socket;
    }

    /** The head of a request. */
    private static Socket send(int length) throws IOException {
        Socket socket = new Socket("localhost", RestAssured.port);
        socket.getOutputStream().write(("POST /v1/embeddings HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: "
                + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket client) throws IOException {
        return new String(client.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII).substring(
                "HTTP/1.1 ".length());
    }

    private static Response embed() {
        return given().contentType("image/png").body(PNG).post("/v1/embeddings");
    }

    @Test
    void whoFindsNoPlaceIsToldBeforeItHasSentItsImage() throws IOException {
        try (Socket late = send(1000)) {
            assertEquals("429", status(late));
        }
        embed().then().statusCode(429).contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("detail", containsString("3 images wait"));
        given().get("/q/health/ready").then().statusCode(200);
        free.countDown();
        for (Socket client : clients) {
            assertEquals("200", status(client));
        }
    }

    @Test
    void whoWaitsTooLongIsToldToComeAgain() throws IOException {
        for (Socket client : clients.subList(1, clients.size())) {
            assertEquals("429", status(client));
        }
        assertEquals(0, waiting());
        assertTrue(model.isReady());
        free.countDown();
        assertEquals("200", status(clients.get(0)));
    }

    @Test
    void imagesOfWhoHangsUpLeaveTheQueue() throws IOException {
        clients.get(1).close();
        clients.get(2).close();
        await().until(() -> waiting() == PLACES - 2);
        free.countDown();
        assertEquals("200", status(clients.get(0)));
        assertEquals("200", status(clients.get(3)));
    }
}
