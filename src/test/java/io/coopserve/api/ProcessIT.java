package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** What holds when processes end, well or badly. */
class ProcessIT {
    private static final SampleData TEXTURES = SampleData.fewTextures();
    private static final String SHORT_LEASE = "-Dcoop.adapt.lease=1s";
    private final Customer acme = Customer.unknown("acme");

    @TempDir
    Path data;

    @AfterEach
    void forgetTheAddress() {
        RestAssured.reset();
    }

    private JsonPath answer() {
        return acme.classify("p", TEXTURES.image(), Map.of()).jsonPath();
    }

    @Test
    void restartServesWhatWasPublishedAndLearnsTheSameFromTheSameSeed() {
        Map<String, Object> before;
        byte[] learned;
        try (Service first = new Service(data)) {
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
            acme.teach("p", "d", 1);
            before = answer().getMap("");
            learned = acme.download("p", 1);
            assertTrue(first.isAlive());
        }
        try (Service second = new Service(data)) {
            Customer.awaitReady();
            assertEquals(before, answer().getMap(""));
            assertArrayEquals(learned, acme.download("p", 1));
            assertEquals(2, acme.teach("p", "d", 1));
            assertArrayEquals(learned, acme.download("p", 2));
            assertTrue(second.isAlive());
        }
    }

    @Test
    void killLosesNoAcknowledgedVersion() throws Exception {
        List<byte[]> acknowledged = new ArrayList<>();
        String interrupted;
        try (Service first = new Service(data, SHORT_LEASE)) {
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
            for (int version = 1; version <= 3; version++) {
                assertEquals(version, acme.teach("p", "d", version));
                acknowledged.add(acme.download("p", version));
            }
            interrupted = acme.adapt("p", Map.of("dataset", "d", "epochs", 400)).jsonPath().getString("run");
            acme.awaitRunning(interrupted);
            acme.teach("q", "d", 1);
            first.kill();
        }
        try (Service second = new Service(data, SHORT_LEASE)) {
            Customer.awaitReady();
            for (int version = 1; version <= 3; version++) {
                assertArrayEquals(acknowledged.get(version - 1), acme.download("p", version));
            }
            assertEquals(3, answer().getInt("version"));
            assertEquals(1, acme.card("q", 1).getInt("version"));
            assertEquals(4, acme.end(interrupted).getInt("version"));
            assertEquals(5, acme.teach("p", "d", 4));
            assertTrue(second.isAlive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void modelThatCannotBeServedEndsTheProcessWithOneLine(BrokenModel broken) throws Exception {
        Path folder = broken.in(Files.createDirectory(data.resolve("model")));
        try (Service service = new Service(data, "-Dcoop.clip.model=" + folder)) {
            assertEquals(1, service.awaitExit());
            List<String> errors = service.output().lines().filter(line -> line.contains("ERROR")).toList();
            assertEquals(1, errors.size(), service.output());
            assertThat(errors.get(0), containsString("cannot be served"));
            assertThat(errors.get(0), containsString(broken.word));
            assertThat(service.output(), not(containsString("\tat ")));
            assertThat(service.output(), not(containsString("Exception")));
        }
    }

    @Test
    void modelFolderThatIsNotThereIsNamed() throws Exception {
        try (Service service = new Service(data, "-Dcoop.clip.model=" + data.resolve("nothing"))) {
            assertEquals(1, service.awaitExit());
            assertThat(service.output(), containsString("nothing' is neither 'demo' nor a folder"));
        }
    }

    @Test
    void processIsAliveWhileTheModelLoadsAndReadyAfterwards() throws Exception {
        try (Service service = new Service(data)) {
            List<Integer> live = new ArrayList<>();
            List<Integer> ready = new ArrayList<>();
            List<Integer> started = new ArrayList<>();
            while (service.isAlive() && !(ready.contains(200) && started.contains(200))) {
                try {
                    live.add(probe("live"));
                    ready.add(probe("ready"));
                    started.add(probe("started"));
                } catch (ConnectException e) {
                    Thread.sleep(5); // the port does not answer yet
                }
            }
            assertThat(service.output(), live, everyItem(is(200)));
            assertThat(ready, everyItem(is(oneOf(200, 503))));
            assertThat(started, everyItem(is(oneOf(200, 503))));
            assertThat(ready, hasItem(200));
            given().get("/q/health").then().statusCode(200);
        }
    }

    @Test
    void warmPromptsAnswerWithoutTheStorage() throws Exception {
        try (Service first = new Service(data)) {
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
            acme.teach("p", "d", 1);
            acme.teach("q", "d", 1);
            assertTrue(first.isAlive());
        }
        try (Service second = new Service(data, "-Dcoop.classify.warm=" + acme.name() + "/p," + acme.name() + "/nothing")) {
            Customer.awaitReady();
            await().until(() -> second.output().contains("nothing of coop.classify.warm cannot be read"));
            Files.move(data.resolve("store"), data.resolve("away"));
            assertEquals(1, answer().getInt("version"));
            acme.classify("q", TEXTURES.image(), Map.of()).then().statusCode(404);
        }
    }

    @Test
    void warmPromptThatIsNoneEndsTheProcess() throws Exception {
        try (Service service = new Service(data, "-Dcoop.classify.warm=acme")) {
            assertEquals(1, service.awaitExit());
            assertThat(service.output(), containsString("coop.classify.warm: \"acme\" is not tenant/prompt."));
        }
    }

    @Test
    void onKnativeARunIsAcceptedOnlyWithTheRequestThatFollowsIt() {
        try (Service service = new Service(data, "-DK_SERVICE=classifier")) {
            Customer.awaitReady();
            acme.upload("d", TEXTURES.zip()).then().statusCode(200);
            Map<String, Object> recipe = Map.of("dataset", "d", "shots", 2, "epochs", 2);
            acme.adapt("p", recipe).then().statusCode(406).contentType("application/problem+json").body("detail",
                    containsString("application/x-ndjson"));
            assertThat(acme.stream("p", recipe, "application/x-ndjson"), containsString("SUCCEEDED"));
            assertTrue(service.isAlive());
        }
    }

    /** @throws ConnectException if nobody listens; REST Assured throws it undeclared */
    private static int probe(String name) throws ConnectException {
        return given().get("/q/health/" + name).statusCode();
    }
}
