package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.coopserve.prompt.Cached;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Every method, and every option of it, from the recipe to an answer. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class MethodsIT {
    private final Customer acme = Customer.unknown("acme");
    private final SampleData data = SampleData.fewTextures();

    @BeforeEach
    void upload() {
        Customer.awaitReady();
        acme.upload("textures", data.zip()).then().statusCode(200);
    }

    private static Map<String, Object> recipe(Map<String, Object> options) {
        Map<String, Object> recipe = new HashMap<>(Map.of("dataset", "textures", "shots", 2, "epochs", 2));
        recipe.putAll(options);
        return recipe;
    }

    private JsonPath learned(Map<String, Object> options) {
        JsonPath end = acme.end(acme.adapt("p", recipe(options)).jsonPath().getString("run"));
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        return acme.card("p", end.getInt("version"));
    }

    private LearnedPrompt prompt(JsonPath card) {
        return PromptFile.read(acme.download("p", card.getInt("version")));
    }

    /** The share of test images that HTTP classifies right is the one that the card tells. */
    private void assertServes(JsonPath card) {
        List<String> files = data.files().keySet().stream().filter(path -> path.startsWith("test/")).toList();
        List<String> labels = acme.classifyAll("p", files.stream().map(data.files()::get).toList()).jsonPath().getList(
                "predictions.collect { it.labels[0].label }", String.class);
        long right = 0;
        for (int i = 0; i < files.size(); i++) {
            right += labels.get(i).equals(SampleData.label(files.get(i))) ? 1 : 0;
        }
        assertEquals(card.getDouble("metrics.learned.accuracy"), (double) right / files.size(), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"false, end", "false, middle", "false, front", "true, end", "true, middle"})
    void contextsOfAllKinds(boolean classSpecific, String position) {
        JsonPath card = learned(Map.of("nCtx", 3, "classSpecific", classSpecific, "classPosition", position));
        ClassWeights learned = (ClassWeights) prompt(card);
        ContextLayout layout = learned.context().orElseThrow().layout();
        assertEquals(position, layout.position().toString());
        assertEquals(classSpecific, layout.classSpecific());
        assertEquals(classSpecific ? 9 : 3, card.getList("nearestWords").size());
        assertServes(card);
    }

    @Test
    void eachClassStartsFromTheWords() {
        JsonPath card = learned(Map.of("ctxInit", "a photo of a", "classSpecific", true, "learningRate", 1e-7));
        assertEquals(card.getDouble("metrics.untrained.accuracy"), card.getDouble("metrics.learned.accuracy"));
        assertEquals(card.getDouble("metrics.handWritten.accuracy"), card.getDouble("metrics.learned.accuracy"));
    }

    @Test
    void cocoopPassesTheTextTowerForEveryImage() {
        JsonPath card = learned(Map.of("method", "cocoop"));
        assertEquals(1, card.getInt("recipe.batchSize"));
        assertEquals("a photo of a", card.getString("recipe.ctxInit"));
        Conditional learned = (Conditional) prompt(card);
        assertEquals(3, learned.classes().size());
        assertServes(card);
        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics, containsString("coop_conditional_seconds_count"));
    }

    @Test
    void kgcoopStaysNearToTheHandWrittenPrompt() {
        Map<String, Object> long_ = Map.of("epochs", 50, "ctxInit", "a photo of a");
        double free = distance((ClassWeights) prompt(learned(long_)));
        Map<String, Object> guided = new HashMap<>(long_);
        guided.put("method", "kgcoop");
        JsonPath card = learned(guided);
        assertThat(free, greaterThan(2 * distance((ClassWeights) prompt(card))));
        assertServes(card);
    }

    /** Mean cosine distance of class weights to those of "a photo of a {}.". */
    private double distance(ClassWeights learned) {
        double sum = 0;
        for (int k = 0; k < learned.classes().size(); k++) {
            List<Float> text = given().contentType("application/json").body(Map.of("texts", List.of("a photo of a " + learned
                    .classes().get(k) + "."))).post("/v1/embeddings").jsonPath().getList("embeddings[0]", Float.class);
            double cosine = 0;
            for (int i = 0; i < text.size(); i++) {
                cosine += text.get(i) * learned.weights()[k][i];
            }
            sum += 1 - cosine;
        }
        return sum / learned.classes().size();
    }

    @Test
    void tipAdapterLearnsWithoutTraining() {
        JsonPath end = acme.end(acme.adapt("p", Map.of("dataset", "textures", "method", "tip-adapter", "shots", 4)).jsonPath()
                .getString("run"));
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        JsonPath card = acme.card("p", 1);
        Cached learned = (Cached) prompt(card);
        assertEquals(12, learned.keys().length);
        assertThat(card.getString("notes[2]"), containsString("α = " + learned.alpha()));
        assertNull(card.getString("metrics.trainLoss"));
        assertServes(card);
        acme.adapt("p", recipe(Map.of("method", "tip-adapter"))).then().statusCode(422).body("detail", containsString(
                "epochs 2 does not go with"));
        acme.adapt("p", Map.of("dataset", "textures", "method", "tip-adapter", "meanwhile", "tip-adapter")).then().statusCode(
                422).body("detail", containsString("meanwhile"));
    }

    @Test
    void aVersionIsThereBeforeTheTraining() {
        String stream = acme.stream("p", recipe(Map.of("meanwhile", "tip-adapter")), "application/x-ndjson");
        List<JsonPath> published = stream.lines().map(JsonPath::from).filter(event -> event.get("version") != null).toList();
        assertEquals(List.of("RUNNING", "SUCCEEDED"), published.stream().map(event -> event.getString("state")).toList());
        assertEquals(List.of(1, 2), published.stream().map(event -> event.getInt("version")).toList());
        assertEquals("tip-adapter", acme.card("p", 1).getString("recipe.method"));
        assertEquals("coop", acme.card("p", 2).getString("recipe.method"));
    }

    @Test
    void aRunStartsFromAnEarlierVersion() {
        JsonPath first = learned(Map.of("nCtx", 3, "classPosition", "front"));
        JsonPath second = learned(Map.of("from", first.getInt("version"), "learningRate", 1e-7, "weightDecay", 0));
        assertEquals("front", second.getString("recipe.classPosition"));
        assertNull(second.getString("recipe.ctxInit"));
        assertEquals(first.getDouble("metrics.learned.accuracy"), second.getDouble("metrics.untrained.accuracy"));
        float[] before = ((ClassWeights) prompt(first)).context().orElseThrow().vectors();
        assertArrayEquals(before, ((ClassWeights) prompt(second)).context().orElseThrow().vectors(), 1e-4f);
        JsonPath conditional = learned(Map.of("method", "cocoop", "from", learned(Map.of("nCtx", 2)).getInt("version")));
        assertEquals(2, conditional.getInt("recipe.nCtx"));
        learned(Map.of("method", "cocoop", "from", conditional.getInt("version")));
    }

    @Test
    void conflictsAreExplainedAndCostNothing() {
        assertRefused("classPosition", Map.of("method", "cocoop", "classPosition", "middle"));
        assertRefused("classSpecific", Map.of("method", "cocoop", "classSpecific", true));
        assertRefused("\"kgcoop\"", Map.of("method", "prompttuning"));
        assertRefused("\"front\"", Map.of("classPosition", "left"));
        assertRefused("learningRate", Map.of("learningRate", 0));
        assertRefused("weightDecay", Map.of("weightDecay", -0.1));
        assertRefused("batchSize", Map.of("batchSize", 0));
        assertRefused("beside 64 context vectors", Map.of("nCtx", 64, "classPosition", "middle"));
        acme.adapt("p", recipe(Map.of("from", 7))).then().statusCode(404);
        int specific = learned(Map.of("nCtx", 2, "classSpecific", true)).getInt("version");
        assertRefused("nCtx is 3", Map.of("from", specific, "nCtx", 3));
        assertRefused("leave one out", Map.of("from", specific, "ctxInit", "a photo of a"));
        assertRefused("cocoop", Map.of("from", specific, "method", "cocoop"));
        acme.upload("two", data.where(path -> !path.contains("striped")).zip()).then().statusCode(200);
        assertRefused("each of its 3 classes", Map.of("from", specific, "dataset", "two"));
        assertEquals(List.of(1), given().get(acme.at("/prompts/p")).jsonPath().getList("versions"));
        assertEquals(Optional.of(1),
                Optional.of(given().get(acme.at("/adaptations")).jsonPath().getList("adaptations").size()));
    }

    private void assertRefused(String word, Map<String, Object> options) {
        acme.adapt("p", recipe(options)).then().statusCode(422).contentType("application/problem+json").body("detail",
                containsString(word));
    }

    private JsonPath evaluate(Map<String, Object> request, int status) {
        Response answer = given().contentType(ContentType.JSON).body(request).post(acme.at("/prompts/p/evaluations"));
        assertEquals(status, answer.statusCode(), answer::asString);
        return answer.jsonPath();
    }

    @Test
    void classesChangeWithoutTraining() {
        JsonPath card = learned(Map.of("nCtx", 4, "epochs", 20));
        JsonPath changed = change(Map.of("add", List.of("wavy"), "remove", List.of("dotted"), "rename", Map.of("checkered",
                "chequered")), 201);
        assertEquals(2, changed.getInt("version"));
        assertEquals(List.of("chequered", "striped", "wavy"), changed.getList("data.classes"));
        ClassWeights before = (ClassWeights) prompt(card);
        ClassWeights after = (ClassWeights) prompt(changed);
        assertArrayEquals(before.weights()[2], after.weights()[1]); // striped
        JsonPath back = change(Map.of("from", 2, "add", List.of("dotted"), "remove", List.of("wavy"), "rename", Map.of(
                "chequered", "checkered")), 201);
        ClassWeights again = (ClassWeights) prompt(back);
        assertArrayEquals(before.weights()[0], again.weights()[0], 1e-5f);
        assertArrayEquals(before.weights()[1], again.weights()[2], 1e-5f);
        assertEquals(card.getDouble("report.accuracy"),
                evaluate(Map.of("dataset", "textures"), 200).getDouble("report.accuracy"));
    }

    @Test
    void classesThatCannotChangeSaySo() {
        learned(Map.of("nCtx", 4, "classSpecific", true));
        assertThat(change(Map.of("add", List.of("wavy")), 422).getString("detail"), containsString("classSpecific"));
        learned(Map.of("nCtx", 4));
        assertThat(change(Map.of("add", List.of("striped")), 422).getString("detail"), containsString("twice"));
        assertThat(change(Map.of("remove", List.of("brick")), 422).getString("detail"), containsString("\"brick\""));
        assertThat(change(Map.of("rename", Map.of("brick", "wall")), 422).getString("detail"), containsString("\"brick\""));
        assertThat(change(Map.of("add", List.of("zebra ".repeat(30).trim())), 422).getString("detail"),
                containsString("tokens"));
        assertThat(change(Map.of("add", List.of(" ")), 422).getString("detail"), containsString("class name"));
        assertThat(change(Map.of("add", List.of("Striped")), 422).getString("detail"), containsString("the same name to CLIP"));
        assertThat(change(Map.of(), 422).getString("detail"), containsString("Nothing would change"));
        assertThat(change(Map.of("remove", List.of("checkered", "dotted", "striped")), 422).getString("detail"), containsString(
                "0 classes"));
        change(Map.of("from", 9, "add", List.of("wavy")), 404);
        assertEquals(List.of(1, 2), given().get(acme.at("/prompts/p")).jsonPath().getList("versions"));
    }

    private JsonPath change(Map<String, Object> request, int status) {
        Response answer = given().contentType(ContentType.JSON).body(request).post(acme.at("/prompts/p/versions"));
        assertEquals(status, answer.statusCode(), answer::asString);
        return answer.jsonPath();
    }
}
