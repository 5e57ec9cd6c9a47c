package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** What a card, and an evaluation of its version, say of what it is worth. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class ReportIT {
    private final Customer acme = Customer.unknown("acme");
    private final SampleData data = SampleData.fewTextures();

    @BeforeEach
    void upload() {
        Customer.awaitReady();
        acme.upload("textures", data.zip()).then().statusCode(200);
    }

    private JsonPath learned(Map<String, Object> options) {
        Map<String, Object> recipe = new HashMap<>(Map.of("dataset", "textures", "shots", 2, "epochs", 2));
        recipe.putAll(options);
        JsonPath end = acme.end(acme.adapt("p", recipe).jsonPath().getString("run"));
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        return acme.card("p", end.getInt("version"));
    }

    private JsonPath evaluate(Map<String, Object> request, int status) {
        Response answer = given().contentType(ContentType.JSON).body(request).post(acme.at("/prompts/p/evaluations"));
        assertEquals(status, answer.statusCode(), answer::asString);
        return answer.jsonPath();
    }

    @Test
    void theCardTellsWhatTheVersionIsWorth() {
        JsonPath card = learned(Map.of("nCtx", 4));
        assertEquals(6, card.getInt("report.images"));
        assertEquals(card.getDouble("metrics.learned.accuracy"), card.getDouble("report.accuracy"));
        assertEquals(card.getDouble("metrics.learned.accuracy") - card.getDouble("metrics.handWritten.accuracy"),
                card.getDouble("metrics.gain.gain"), 1e-6);
        assertThat(card.getDouble("metrics.learned.accuracy"), greaterThan(card.getDouble("metrics.learned.interval.low")));
        assertEquals(7, card.getList("metrics.ensemble.templates").size());
        assertThat(card.getDouble("metrics.linearProbe.accuracy"), greaterThan(1 / 3.0));
        assertNull(card.get("metrics.seeds"));
        List<List<Integer>> confusion = card.getList("report.confusion");
        assertEquals(6, confusion.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum());
    }

    @Test
    void anEvaluationTellsTheSameAsTheCard() {
        JsonPath card = learned(Map.of("nCtx", 4, "classSpecific", true));
        JsonPath evaluation = evaluate(Map.of("dataset", "textures", "baseToNew", true), 200);
        assertEquals(1, evaluation.getInt("version"));
        assertEquals(card.getMap("report"), evaluation.getMap("report"));
        Map<String, Object> metrics = new HashMap<>(card.getMap("metrics"));
        metrics.remove("trainLoss");
        assertEquals(metrics, evaluation.getMap("metrics")); // the same untrained context and linear probe among them
        assertThat(evaluation.getDouble("baseToNew.harmonicMean"), greaterThan(0.0));
        learned(Map.of("method", "cocoop"));
        assertEquals(1, evaluate(Map.of("dataset", "textures", "version", 1), 200).getInt("version"));
        assertEquals(2, evaluate(Map.of("dataset", "textures"), 200).getInt("version"));
        acme.upload("some", data.where(path -> !path.contains("striped")).zip()).then().statusCode(200);
        assertEquals(4, evaluate(Map.of("dataset", "some"), 200).getInt("report.images"));
        acme.upload("scene", SampleData.archive("scene")).then().statusCode(200);
        assertThat(evaluate(Map.of("dataset", "scene"), 422).getString("detail"), containsString("\"sunset\""));
        assertThat(evaluate(Map.of("version", 1), 422).getString("detail"), containsString("dataset is missing"));
        evaluate(Map.of("dataset", "nothing"), 404);
        evaluate(Map.of("dataset", "textures", "version", 9), 404);
    }

    @Test
    void withoutTheTrainingImagesThereIsNoLinearProbe() {
        learned(Map.of("nCtx", 4));
        acme.upload("others", data.zip()).then().statusCode(200);
        assertNotNull(evaluate(Map.of("dataset", "others"), 200).get("metrics.linearProbe"));
        given().delete(acme.at("/datasets/textures")).then().statusCode(204);
        assertNull(evaluate(Map.of("dataset", "others"), 200).get("metrics.linearProbe"));
    }

    @Test
    void severalSeedsHaveAMeanAndASpread() {
        JsonPath alone = learned(Map.of("nCtx", 4, "seed", 5));
        List<JsonPath> events = acme.stream("p", Map.of("dataset", "textures", "shots", 2, "epochs", 2, "nCtx", 4, "seed", 5,
                "seeds", 3), "application/x-ndjson").lines().map(JsonPath::from).toList();
        assertEquals(List.of(5, 6, 7), events.stream().filter(event -> event.get("step") != null).map(event -> event.getInt(
                "seed")).distinct().toList());
        JsonPath card = acme.card("p", 2);
        assertEquals(List.of(5, 6, 7), card.getList("metrics.seeds.seeds"));
        assertEquals(3, card.getInt("metrics.seeds.gain.n"));
        List<Float> accuracies = card.getList("metrics.seeds.accuracies", Float.class);
        assertEquals(accuracies.stream().mapToDouble(Float::doubleValue).average().orElseThrow(), card.getDouble(
                "metrics.seeds.learned.mean"), 1e-6);
        assertNotNull(card.get("metrics.seeds.linearProbe.interval"));
        assertEquals(alone.getMap("data"), card.getMap("data")); // the version is of the first seed
        assertEquals(alone.getMap("report"), card.getMap("report"));
        assertEquals(accuracies.get(0), card.getFloat("report.accuracy"));
        acme.adapt("p", Map.of("dataset", "textures", "seeds", 11)).then().statusCode(422).body("detail", containsString(
                "seeds is 11; it must be 1 to 10"));
    }
}
