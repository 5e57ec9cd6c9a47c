package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.demo.task.DrawnTask;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/**
 * What the service is for: a few images teach it more than a hand-written prompt knows. Runs over every data set of
 * {@code -Dsamples.dir} and prints README's table.
 */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class AccuracyIT {
    private static final int IMAGES_PER_REQUEST = 64;
    private static final double CLOSE = 0.01;
    private static final double LEAST_MEAN_GAIN = 0.02;
    private static final double MOST_LOSS = 0.06;
    private static final Map<String, Row> TABLE = new TreeMap<>();

    private record Row(int classes, double handWritten, double task, double untrained, double learned) {}

    private final Customer acme = Customer.unknown("acme");

    static List<String> dataSets() {
        return SampleData.names();
    }

    @ParameterizedTest
    @MethodSource("dataSets")
    void theCardIsTrueAndLearningCostsNoTaskMuch(String dataset) {
        Customer.awaitReady();
        acme.upload(dataset, SampleData.archive(dataset)).then().statusCode(200);
        String last = acme.stream(dataset, Map.of("dataset", dataset), "application/x-ndjson").lines().reduce((a, b) -> b)
                .orElseThrow();
        assertEquals("SUCCEEDED", JsonPath.from(last).getString("state"));

        JsonPath card = acme.card(dataset, 1);
        List<String> classes = card.getList("data.classes");
        SampleData test = SampleData.of(dataset).where(path -> path.startsWith("test/"));
        double learned = card.getDouble("metrics.learned.accuracy");
        double handWritten = card.getDouble("metrics.handWritten.accuracy");
        assertEquals(learned, accuracy(test, images -> acme.classifyAll(dataset, images)), CLOSE);
        assertEquals(handWritten, accuracy(test, images -> zeroShot(images, classes, "a photo of a {}.")), CLOSE);
        double task = accuracy(test,
                images -> zeroShot(images, classes,
                        DrawnTask.named(dataset).map(DrawnTask::template).orElse("a photo of a {}.")));
        TABLE.put(dataset, new Row(classes.size(), handWritten, task, card.getDouble("metrics.untrained.accuracy"), learned));
        assertThat(learned, greaterThanOrEqualTo(handWritten - MOST_LOSS));
        given().delete(acme.at("")).then().statusCode(204);
    }

    @AfterAll
    static void learningGainsInTheMean() {
        StringBuilder text = new StringBuilder(
                "| task (classes) | \"a photo of a {}.\" | task-specific prompt | untrained context | learned, 16 shots |\n|---|---|---|---|---|\n");
        TABLE.forEach(
                (name, row) -> text.append("| %s (%d) | %.1f | %.1f | %.1f | **%.1f** |%n".formatted(name, row.classes, 100
                        * row.handWritten, 100 * row.task, 100 * row.untrained, 100 * row.learned)));
        text.append("| mean | %.1f | %.1f | %.1f | **%.1f** |%n".formatted(mean(Row::handWritten), mean(Row::task), mean(
                Row::untrained), mean(Row::learned)));
        System.out.println(text);
        assertThat(mean(Row::learned), greaterThanOrEqualTo(mean(Row::handWritten) + 100 * LEAST_MEAN_GAIN));
    }

    private static double mean(Function<Row, Double> column) {
        return TABLE.values().stream().map(column).mapToDouble(value -> 100 * value).average().orElseThrow();
    }

    private static Response zeroShot(List<byte[]> images, List<String> classes, String template) {
        return Customer.images(images).multiPart("request", Map.of("labels", classes, "templates", List.of(template)),
                ContentType.JSON.toString()).queryParam("topK", 1).post("/v1/classify");
    }

    private static double accuracy(SampleData test, Function<List<byte[]>, Response> classify) {
        List<String> labels = test.files().keySet().stream().map(SampleData::label).map(label -> label.replace('_', ' '))
                .toList();
        List<String> answers = new ArrayList<>();
        for (int from = 0; from < labels.size(); from += IMAGES_PER_REQUEST) {
            Response answer = classify.apply(test.images().subList(from, Math.min(from + IMAGES_PER_REQUEST, labels.size())));
            answer.then().statusCode(200);
            answers.addAll(answer.jsonPath().getList("predictions.labels.label.flatten()"));
        }
        long right = 0;
        for (int i = 0; i < labels.size(); i++) {
            right += labels.get(i).equals(answers.get(i)) ? 1 : 0;
        }
        return (double) right / labels.size();
    }
}
