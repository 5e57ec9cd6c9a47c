package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.tensors.Safetensors;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Teaching a prompt, in every way that it can be asked for. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class MainJobIT {
    private static final Map<String, Object> RECIPE = Map.of("dataset", "textures", "shots", 2, "epochs", 3);
    private final Customer acme = Customer.unknown("acme");

    @BeforeEach
    void uploadTextures() {
        Customer.awaitReady();
        acme.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
    }

    @Test
    void acceptedRunCanBePolledUntilItSucceeds() {
        Response accepted = acme.adapt("textures", RECIPE);
        accepted.then().statusCode(202).body("run", not(equalTo(null))).body("recipe.shots", equalTo(2));
        String run = accepted.jsonPath().getString("run");
        assertThat(accepted.header("Location"), containsString(acme.at("/adaptations/" + run)));

        JsonPath end = acme.end(run);
        assertEquals("SUCCEEDED", end.getString("state"));
        assertEquals(1, end.getInt("version"));
        assertThat(end.getDouble("metrics.learned.accuracy"), greaterThan(0.0));
        assertEquals(run, given().get(acme.at("/adaptations")).jsonPath().getString("adaptations[0].run"));
    }

    @Test
    void serverSentEventsRiseAndEndInTheResult() {
        List<ServerSentEvent> events = ServerSentEvent.all(acme.stream("textures", RECIPE, "text/event-stream"));

        assertEquals(IntStream.rangeClosed(1, events.size()).boxed().toList(), events.stream().map(ServerSentEvent::id)
                .toList());
        events.subList(0, events.size() - 1).forEach(event -> assertEquals("progress", event.name()));
        assertEquals(List.of(1, 2, 3), events.stream().filter(event -> event.data().get("epoch") != null).map(event -> event
                .data().getInt("epoch")).toList());
        ServerSentEvent last = events.get(events.size() - 1);
        assertEquals("result", last.name());
        assertEquals("SUCCEEDED", last.data().getString("state"));
        assertThat(last.data().getDouble("metrics.handWritten.accuracy"), greaterThan(0.0));
    }

    @Test
    void linesOfJsonEndInTheResult() {
        List<JsonPath> events = acme.stream("textures", RECIPE, "application/x-ndjson").lines().map(JsonPath::from).toList();

        assertEquals("QUEUED", events.get(0).getString("state"));
        JsonPath trained = events.get(events.size() - 2);
        assertEquals(3, trained.getInt("epoch"));
        assertEquals(0, trained.getDouble("etaSeconds"));
        assertThat(trained.getDouble("imagesPerSecond"), greaterThan(0.0));
        assertEquals("SUCCEEDED", events.get(events.size() - 1).getString("state"));
        assertThat(events.get(events.size() - 1).getDouble("metrics.learned.accuracy"), greaterThan(0.0));
    }

    @Test
    void readerThatComesBackGetsOnlyWhatItHasNotSeen() {
        String run = acme.adapt("textures", RECIPE).jsonPath().getString("run");
        acme.end(run);
        List<ServerSentEvent> all = ServerSentEvent.all(given().accept("text/event-stream").get(acme.at("/adaptations/" + run
                + "/events")).asString());
        List<ServerSentEvent> rest = ServerSentEvent.all(given().accept("text/event-stream").header("Last-Event-ID", 3).get(acme
                .at("/adaptations/" + run + "/events")).asString());

        assertEquals(all.subList(3, all.size()).stream().map(ServerSentEvent::text).toList(), rest.stream().map(
                ServerSentEvent::text).toList());
        assertEquals(4, rest.get(0).id());
    }

    @Test
    void cardSaysHowTheVersionCameAbout() {
        acme.teach("textures", "textures", 7);
        JsonPath card = acme.card("textures", 1);

        assertEquals(Map.ofEntries(entry("dataset", "textures"), entry("method", "coop"), entry("shots", 2), entry("nCtx", 16),
                entry("classSpecific", false), entry("classPosition", "end"), entry("augmentation", "none"), entry("schedule",
                        "official"),
                entry("epochs", 2), entry("batchSize", 32), entry("learningRate", 0.002f), entry("weightDecay", 5e-4f),
                entry("seed", 7), entry("seeds", 1), entry("templates", List.of("a photo of a {}."))),
                card.getMap("recipe"));
        assertEquals(List.of("checkered", "dotted", "striped"), card.getList("data.classes"));
        for (String texture : List.of("checkered", "dotted", "striped")) {
            assertEquals(2, card.getList("data.train." + texture).size());
            card.getList("data.test." + texture, String.class).forEach(hash -> assertThat(hash, matchesPattern(
                    "[0-9a-f]{64}")));
        }
        for (String number : List.of("metrics.learned.accuracy", "metrics.handWritten.accuracy", "metrics.untrained.accuracy",
                "metrics.trainLoss", "timings.train", "timings.encodeImages", "timings.evaluate")) {
            assertThat(number, card.getDouble(number), greaterThan(-1e-9));
        }
        List<Map<String, Float>> nearest = card.getList("nearestWords");
        assertEquals(16, nearest.size());
        nearest.forEach(words -> assertEquals(5, words.size()));
    }

    @Test
    void downloadIsASafetensorsFileWithContextAndClassWeights() {
        acme.teach("textures", "textures", 1);
        byte[] file = acme.download("textures", 1);

        LearnedPrompt learned = PromptFile.read(file);
        assertEquals(List.of("checkered", "dotted", "striped"), learned.classes());
        assertEquals(acme.card("textures", 1).getString("model"), learned.model());
        assertArrayEquals(new long[]{16, 128}, Safetensors.read(file).tensor("ctx").shape());
        assertArrayEquals(new long[]{3, 128}, Safetensors.read(file).tensor("class_weights").shape());
    }

    @Test
    void sameSeedGivesTheSameBytesAndAnotherSeedDoesNot() {
        acme.teach("one", "textures", 5);
        acme.teach("two", "textures", 5);
        acme.teach("three", "textures", 6);

        assertArrayEquals(acme.download("one", 1), acme.download("two", 1));
        assertThat(acme.download("three", 1), not(equalTo(acme.download("one", 1))));
    }
}
