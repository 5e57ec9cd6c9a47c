package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.coopserve.prompt.PromptFile;
import io.coopserve.prompt.Scores;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;

/** Every form in which an image may be asked about gets the same answer. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class ClassifyIT {
    private static final List<byte[]> IMAGES = SampleData.fewTextures().where(path -> path.startsWith("test/")).images();
    private static final List<String> LABELS = List.of("checkered", "dotted", "striped");
    private static final double CLOSE = 1e-4;
    private final Customer acme = Customer.unknown("acme");

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    private void teach() {
        acme.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
        acme.teach("textures", "textures", 1);
    }

    private static String base64(byte[] image) {
        return Base64.getEncoder().encodeToString(image);
    }

    @Test
    void formsOfOneImageGetOneAnswer() throws Exception {
        teach();
        Map<String, Object> answer = acme.classify("textures", IMAGES.get(0), Map.of()).jsonPath().getMap("");
        assertEquals("textures", answer.get("prompt"));
        assertEquals(1, answer.get("version"));

        String path = acme.at("/prompts/textures/classify");
        assertEquals(answer, given().contentType("application/octet-stream").body(IMAGES.get(0)).post(path).jsonPath().getMap(
                ""));
        HttpRequest untyped = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path)).POST(
                HttpRequest.BodyPublishers.ofByteArray(IMAGES.get(0))).build();
        assertEquals(answer, JsonPath.from(HttpClient.newHttpClient().send(untyped, HttpResponse.BodyHandlers.ofString())
                .body()).getMap(""));
        assertEquals(answer, Customer.images(IMAGES.subList(0, 1)).post(path).jsonPath().getMap(""));
        assertEquals(answer, given().contentType(ContentType.JSON).body(Map.of("images", List.of(base64(IMAGES.get(0))))).post(
                path).jsonPath().getMap(""));
    }

    @Test
    void severalPromptsAnswerOneRequest() {
        teach();
        acme.teach("others", "textures", 2);
        acme.teach("others", "textures", 3);
        String path = acme.at("/classify");
        List<Map<String, Object>> expected = List.of(acme.classify("textures", IMAGES.get(0), Map.of()).jsonPath().getMap(""),
                acme.classify("others", IMAGES.get(0), Map.of()).jsonPath().getMap(""), acme.classify("others", IMAGES.get(0),
                        Map.of("version", 1)).jsonPath().getMap(""));
        List<String> prompts = List.of("textures", "others", "others@1");

        assertEquals(expected, given().contentType("image/png").queryParam("prompt", prompts).body(IMAGES.get(0)).post(path)
                .jsonPath().getList("results"));
        assertEquals(expected,
                Customer.images(IMAGES.subList(0, 1)).queryParam("prompt", prompts).post(path).jsonPath().getList(
                        "results"));
        assertEquals(expected,
                given().contentType(ContentType.JSON).queryParam("prompt", prompts).body(Map.of("images", List.of(
                        base64(IMAGES.get(0))))).post(path).jsonPath().getList("results"));
        given().contentType("image/png").queryParam("prompt", "textures").queryParam("topK", 1).body(IMAGES.get(0)).post(path)
                .then().body("results[0].predictions[0].labels", hasSize(1));
    }

    @Test
    void requestsKeepTheirName() {
        given().header("X-Request-Id", "mine-1").get("/q/health/live").then().header("X-Request-Id", "mine-1");
        String drawn = given().header("X-Request-Id", "no name").get(acme.at("/prompts/nothing")).header("X-Request-Id");
        assertEquals(36, drawn.length());
        assertNotEquals(drawn, given().get(acme.at("/prompts/nothing")).header("X-Request-Id"));
    }

    @Test
    void imagesOfOneRequestAreAnsweredInTheirOrder() {
        teach();
        List<List<Double>> together = acme.classifyAll("textures", IMAGES).jsonPath().getList("predictions.labels.score");
        assertEquals(IMAGES.size(), together.size());
        for (int i = 0; i < IMAGES.size(); i++) {
            JsonPath alone = acme.classify("textures", IMAGES.get(i), Map.of("topK", 1)).jsonPath();
            assertEquals(alone.getDouble("predictions[0].labels[0].score"), ((Number) together.get(i).get(0)).doubleValue(),
                    CLOSE);
        }
    }

    @Test
    void rankingIsCutByCountAndByScore() {
        teach();
        JsonPath all = acme.classify("textures", IMAGES.get(0), Map.of()).jsonPath();
        List<Float> scores = all.getList("predictions[0].labels.score");
        assertEquals(3, scores.size());
        assertEquals(1, scores.stream().mapToDouble(Float::doubleValue).sum(), CLOSE);
        assertTrue(scores.get(0) >= scores.get(1) && scores.get(1) >= scores.get(2));

        acme.classify("textures", IMAGES.get(0), Map.of("topK", 2)).then().body("predictions[0].labels", hasSize(2));
        // read as a float, a score may have been rounded up
        acme.classify("textures", IMAGES.get(0), Map.of("minScore", Math.nextDown(scores.get(0)))).then().body(
                "predictions[0].labels",
                hasSize(1));
        acme.classify("textures", IMAGES.get(0), Map.of("minScore", 1)).then().statusCode(200);
    }

    @Test
    void zeroShotFormsGetOneAnswer() {
        JsonPath raw = given().contentType("image/png").queryParam("label", LABELS).body(IMAGES.get(0)).post("/v1/classify")
                .jsonPath();
        Map<String, Object> answer = raw.getMap("");
        assertEquals(3, raw.getList("predictions[0].labels").size());
        assertNull(raw.get("prompt"));
        assertNull(raw.get("version"));

        assertEquals(answer, Customer.images(IMAGES.subList(0, 1)).multiPart("request", Map.of("labels", LABELS),
                "application/json").post("/v1/classify").jsonPath().getMap(""));
        assertEquals(answer, given().contentType(ContentType.JSON).body(Map.of("labels", LABELS, "images", List.of(base64(IMAGES
                .get(0))))).post("/v1/classify").jsonPath().getMap(""));
        given().contentType("image/png").queryParam("label", LABELS).queryParam("template", "{}", "a {} surface.").body(IMAGES
                .get(0)).post("/v1/classify").then().statusCode(200).body("model", equalTo(answer.get("model")));
    }

    @Test
    void embeddingsAreUnitVectorsThatReproduceTheZeroShotAnswer() {
        teach();
        float logitScale = PromptFile.read(acme.download("textures", 1)).logitScale();
        float[] image = vectors(given().contentType("image/png").body(IMAGES.get(0)).post("/v1/embeddings").jsonPath())[0];
        float[][] texts = vectors(given().contentType(ContentType.JSON).body(Map.of("texts", LABELS.stream().map(
                label -> "a photo of a " + label + ".").toList())).post("/v1/embeddings").jsonPath());

        assertEquals(1, Scores.dot(image, image), CLOSE);
        double[] logits = new double[LABELS.size()];
        for (int k = 0; k < logits.length; k++) {
            assertEquals(1, Scores.dot(texts[k], texts[k]), CLOSE);
            logits[k] = logitScale * Scores.dot(image, texts[k]);
        }
        JsonPath answer = given().contentType("image/png").queryParam("label", LABELS).body(IMAGES.get(0)).post("/v1/classify")
                .jsonPath();
        Scores.ranked(LABELS, logits, LABELS.size(), 0).forEach(expected -> assertEquals(expected.score(), answer.getDouble(
                "predictions[0].labels.find { it.label == '" + expected.label() + "' }.score"), CLOSE));
    }

    private static float[][] vectors(JsonPath answer) {
        List<List<Number>> rows = answer.getList("embeddings");
        float[][] vectors = new float[rows.size()][rows.get(0).size()];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors[i].length; j++) {
                vectors[i][j] = rows.get(i).get(j).floatValue();
            }
        }
        return vectors;
    }
}
