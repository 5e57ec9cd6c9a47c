package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.ClassPosition;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Prompts that were learned elsewhere; the checkpoints are PyTorch's own, see checkpoints.py. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class ImportIT {
    private static final Path FILES = Path.of("src/test/resources/torch");
    private static final Path TRACE_OF_CODE = Path.of("/tmp/coop-serve-checkpoint-ran");
    private static final List<String> CLASSES = List.of("checkered", "dotted", "striped");

    @Inject
    FrozenClip model;

    private final Customer acme = Customer.unknown("acme");
    private final SampleData data = SampleData.fewTextures();

    @BeforeEach
    void upload() {
        Customer.awaitReady();
        acme.upload("textures", data.zip()).then().statusCode(200);
    }

    private Response send(byte[] file, Map<String, Object> description) {
        RequestSpecification form = given().multiPart("file", "file", file, "application/octet-stream");
        if (!description.isEmpty()) {
            form = form.multiPart("description", description, "application/json");
        }
        return form.post(acme.at("/prompts/imported/versions"));
    }

    private LearnedPrompt imported(String checkpoint, Map<String, Object> description) throws IOException {
        Response answer = send(Files.readAllBytes(FILES.resolve(checkpoint)), description);
        assertEquals(201, answer.statusCode(), answer::asString);
        assertThat(answer.header("Location"), containsString("/prompts/imported/versions/1"));
        return PromptFile.read(acme.download("imported", 1));
    }

    /** 0.01 sin(i), as in checkpoints.py. */
    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.01 * Math.sin(i));
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"shots\":2,\"epochs\":2,\"nCtx\":3,\"classPosition\":\"front\"}",
            "{\"shots\":2,\"epochs\":2,\"nCtx\":3,\"classSpecific\":true}", "{\"shots\":2,\"epochs\":1,\"method\":\"cocoop\"}",
            "{\"shots\":2,\"method\":\"tip-adapter\"}"})
    void whatIsDownloadedCanBeImported(String options) {
        Map<String, Object> recipe = new HashMap<>(JsonPath.from(options).getMap("$"));
        recipe.put("dataset", "textures");
        JsonPath end = acme.end(acme.adapt("p", recipe).jsonPath().getString("run"));
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        byte[] file = acme.download("p", 1);
        send(file, Map.of()).then().statusCode(201);
        assertArrayEquals(file, acme.download("imported", 1));
        JsonPath here = acme.classify("p", data.image(), Map.of()).jsonPath();
        assertEquals(here.getList("predictions"), acme.classify("imported", data.image(), Map.of()).jsonPath().getList(
                "predictions"));
    }

    @Test
    void officialContext() throws IOException {
        ClassWeights learned = (ClassWeights) imported("coop.pth.tar", Map.of("classes", CLASSES, "classPosition", "middle"));
        float[] context = ramp(4 * 128);
        assertArrayEquals(context, learned.context().orElseThrow().vectors(), 1e-9f);
        float[][] expected = model.clip().textEncoder().classPrompts(new ContextLayout(4, false, ClassPosition.MIDDLE, Optional
                .empty()), CLASSES).weights(context);
        for (int k = 0; k < expected.length; k++) {
            assertArrayEquals(expected[k], learned.weights()[k], 1e-6f);
        }
        assertEquals(200, acme.classify("imported", data.image(), Map.of()).statusCode());
        assertEquals(4, acme.card("imported", 1).getList("nearestWords").size());
    }

    /** Which PyTorch itself reads too, with torch.load. */
    @ParameterizedTest
    @ValueSource(strings = {"coop", "csc", "cocoop"})
    void whatIsExportedCanBeImported(String kind) throws IOException {
        imported(kind + ".pth.tar", Map.of("classes", CLASSES));
        byte[] exported = given().get(acme.at("/prompts/imported/versions/1/model.pth.tar")).asByteArray();
        send(exported, Map.of("classes", CLASSES)).then().statusCode(201);
        assertArrayEquals(acme.download("imported", 1), acme.download("imported", 2));
        Files.write(Path.of("target", kind + ".exported.pth.tar"), exported);
    }

    @Test
    void whatHasNoContextIsNotExported() {
        JsonPath end = acme.end(acme.adapt("p", Map.of("dataset", "textures", "shots", 2, "method", "tip-adapter")).jsonPath()
                .getString("run"));
        given().get(acme.at("/prompts/p/versions/" + end.getInt("version") + "/model.pth.tar")).then().statusCode(422).body(
                "detail", containsString("no learned context"));
    }

    @Test
    void officialContextsOfEachClassInHalfPrecision() throws IOException {
        ClassWeights learned = (ClassWeights) imported("csc.pth.tar", Map.of("classes", CLASSES));
        assertTrue(learned.context().orElseThrow().layout().classSpecific());
        assertArrayEquals(ramp(3 * 2 * 128), learned.context().orElseThrow().vectors(), 1e-5f);
        assertEquals(200, acme.classify("imported", data.image(), Map.of()).statusCode());
    }

    @Test
    void officialMetaNetwork() throws IOException {
        Conditional learned = (Conditional) imported("cocoop.pth.tar", Map.of("classes", CLASSES));
        assertArrayEquals(ramp(8 * 128), learned.metaNet().weight1(), 1e-9f);
        assertArrayEquals(ramp(128), learned.metaNet().bias2(), 1e-9f);
        assertEquals(200, acme.classify("imported", data.image(), Map.of()).statusCode());
        acme.adapt("imported", Map.of("dataset", "textures", "shots", 2, "epochs", 1, "method", "cocoop", "from", 1)).then()
                .statusCode(202);
    }

    /** The official code would have left the other two tokens of four words behind a context of two. */
    @Test
    void wordsOfSeveralTokensKeepTheirRest() throws IOException {
        Response answer = send(Files.readAllBytes(FILES.resolve("coop.pth.tar")), Map.of("classes", CLASSES, "ctxInit",
                "a photo of one more thing"));
        assertEquals(201, answer.statusCode(), answer::asString);
        ClassWeights learned = (ClassWeights) PromptFile.read(acme.download("imported", 1));
        assertEquals(Optional.of("a photo of one more thing"), learned.context().orElseThrow().layout().words());
    }

    @Test
    void aCheckpointThatWouldRunCodeDoesNot() throws IOException {
        Files.deleteIfExists(TRACE_OF_CODE);
        ClassWeights learned = (ClassWeights) imported("code.pth.tar", Map.of("classes", CLASSES));
        assertFalse(Files.exists(TRACE_OF_CODE));
        assertArrayEquals(ramp(4 * 128), learned.context().orElseThrow().vectors(), 1e-9f);
    }

    @Test
    void whatMakesNoPromptIsExplainedAndCostsNothing() throws IOException {
        byte[] coop = Files.readAllBytes(FILES.resolve("coop.pth.tar"));
        byte[] csc = Files.readAllBytes(FILES.resolve("csc.pth.tar"));
        byte[] cocoop = Files.readAllBytes(FILES.resolve("cocoop.pth.tar"));
        assertRefused(422, "classes is missing", coop, Map.of());
        assertRefused(422, "\"middle\"", coop, Map.of("classes", CLASSES, "classPosition", "left"));
        assertRefused(422, "has 3 tokens", coop, Map.of("classes", CLASSES, "ctxInit", "a photo of"));
        assertRefused(422, "twice", coop, Map.of("classes", List.of("a", "a")));
        assertRefused(422, "contexts of 3 classes", csc, Map.of("classes", List.of("a", "b")));
        assertRefused(422, "CoCoOp's", cocoop, Map.of("classes", CLASSES, "classPosition", "front"));
        assertRefused(422, "cannot be used", Files.readAllBytes(FILES.resolve("state_dict.pt")), Map.of("classes", CLASSES));
        assertRefused(422, "numbers; those of this CLIP have 128", Files.readAllBytes(FILES.resolve("checkpoint.pt")), Map.of(
                "classes", CLASSES));
        assertRefused(422, "before 1.6", Files.readAllBytes(FILES.resolve("before_1.6.pt")), Map.of("classes", CLASSES));
        assertRefused(422, "cannot be used", new byte[]{1, 2, 3}, Map.of("classes", CLASSES));
        assertRefused(422, "not a prompt", Safetensors.write(List.of(Tensor.of("x", new float[]{1}, 1)), Map.of()), Map.of());
        ClassWeights foreign = new ClassWeights("ab".repeat(32), List.of("a", "b"), 1, new float[2][128], Optional.empty());
        assertRefused(409, "learned on the CLIP with fingerprint abab", PromptFile.write(foreign), Map.of());
        assertRefused(409, "format coop-serve/2; this service reads coop-serve/1", new String(PromptFile.write(foreign),
                StandardCharsets.ISO_8859_1).replace("coop-serve/1", "coop-serve/2").getBytes(StandardCharsets.ISO_8859_1), Map
                        .of());
        ClassWeights zero = new ClassWeights(model.clip().fingerprint(), List.of("a", "b"), 1, new float[2][128], Optional
                .empty());
        assertRefused(422, "length 1", PromptFile.write(zero), Map.of());
        given().multiPart("other", "x").post(acme.at("/prompts/imported/versions")).then().statusCode(400).body("detail",
                containsString("file"));
        given().get(acme.at("/prompts/imported")).then().statusCode(404);
    }

    private void assertRefused(int status, String word, byte[] file, Map<String, Object> description) {
        Response answer = send(file, description);
        assertEquals(status, answer.statusCode(), answer::asString);
        assertThat(answer.jsonPath().getString("detail"), containsString(word));
        assertThat(answer.asString(), not(containsString("upload:")));
    }
}
