package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.model.hub.HubServer;
import io.restassured.RestAssured;

/** The packaged service with a model from a Hub. */
class HubModelIT {
    private static final String MODEL = "-Dcoop.clip.model=hf:" + HubServer.REPOSITORY;
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path data;

    private final HubServer hub = HubServer.ofDemo().requiring("hf_secret");

    @AfterEach
    void stop() {
        hub.close();
        RestAssured.reset();
    }

    private Service service(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HOME", data
                .resolve("huggingface").toString(), "HF_TOKEN", "hf_secret"));
        environment.putAll(more);
        return new Service(data, environment, MODEL);
    }

    private static Map<String, Object> answer() {
        return given().contentType("image/png").queryParam("label", "checkered", "striped").body(SampleData.fewTextures()
                .image()).post("/v1/classify").jsonPath().getMap("");
    }

    /** Some of the weights are here, not all. */
    private void awaitMiddle() throws InterruptedException {
        while (hub.offsets(WEIGHTS).isEmpty()) {
            Thread.sleep(20);
        }
        Thread.sleep(1000);
    }

    @Test
    void modelOfTheHubServesAsTheSameFilesDoAnywhereAndOfflineAfterwards() {
        Map<String, Object> expected;
        try (Service demo = new Service(data)) {
            demo.awaitReady();
            expected = answer();
        }
        assertEquals(2, ((List<?>) ((Map<?, ?>) ((List<?>) expected.get("predictions")).get(0)).get("labels")).size());
        try (Service service = service(Map.of())) {
            service.awaitReady();
            assertEquals(expected, answer());
            assertThat(service.output(), containsString(WEIGHTS + ": 3.2 MB of 3.2 MB (100 %)"));
            assertThat(service.output(), not(containsString("hf_secret")));
        }
        hub.close();
        try (Service offline = service(Map.of("HF_HUB_OFFLINE", "1"))) {
            offline.awaitReady();
            assertEquals(expected, answer());
        }
        try (Service away = service(Map.of())) {
            away.awaitReady();
            assertThat(away.output(), containsString("the cached commit"));
        }
    }

    @Test
    void processIsAliveAndNotReadyWhileItDownloads() throws Exception {
        hub.throttled(20);
        try (Service service = service(Map.of())) {
            awaitMiddle();
            assertEquals(200, probe("live"));
            assertEquals(503, probe("ready"));
            assertEquals(503, probe("started"));
            hub.throttled(0);
            service.awaitReady();
        }
    }

    @Test
    void processThatIsStoppedWhileItDownloadsEndsAtOnceAndTheNextGoesOn() throws Exception {
        hub.throttled(1000);
        Service first = service(Map.of());
        awaitMiddle();
        Thread.sleep(2000);
        long start = System.nanoTime();
        first.close();
        assertTrue(System.nanoTime() - start < 10e9);
        assertThat(first.output(), not(containsString("ERROR")));
        hub.throttled(0);
        try (Service second = service(Map.of())) {
            second.awaitReady();
            assertEquals(2, hub.offsets(WEIGHTS).size());
            assertThat(hub.offsets(WEIGHTS).get(1), greaterThan(0));
        }
    }

    @Test
    void modelThatCannotBeHadEndsTheProcessWithOneLine() throws Exception {
        try (Service service = service(Map.of("HF_TOKEN", "hf_wrong"))) {
            assertEquals(1, service.awaitExit());
            List<String> errors = service.output().lines().filter(line -> line.contains("ERROR")).toList();
            assertEquals(1, errors.size(), service.output());
            assertThat(errors.get(0), containsString("401"));
            assertThat(errors.get(0), containsString("HF_TOKEN"));
            assertThat(service.output(), not(containsString("hf_wrong")));
            assertThat(service.output(), not(containsString("\tat ")));
        }
    }

    /** @throws ConnectException if nobody listens; REST Assured throws it undeclared */
    private static int probe(String name) throws ConnectException {
        return given().get("/q/health/" + name).statusCode();
    }
}
