package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** A prompt with two versions: which one answers, and how they go. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class PromptLifeIT {
    private static final byte[] IMAGE = SampleData.fewTextures().image();
    private final Customer acme = Customer.unknown("acme");

    @BeforeEach
    void teachTwoVersions() {
        Customer.awaitReady();
        acme.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
        assertEquals(1, acme.teach("textures", "textures", 1));
        assertEquals(2, acme.teach("textures", "textures", 2));
    }

    private Response move(int version, String ifMatch) {
        return given().contentType(ContentType.JSON).header("If-Match", ifMatch).body(Map.of("version", version)).put(acme.at(
                "/prompts/textures/current"));
    }

    private String eTag() {
        return given().get(acme.at("/prompts/textures/current")).header("ETag");
    }

    private Map<String, Object> answer(Map<String, ?> query) {
        Response answer = acme.classify("textures", IMAGE, query);
        answer.then().statusCode(200);
        return answer.jsonPath().getMap("");
    }

    @Test
    void rollingBackChangesTheAnswerAtOnce() {
        Map<String, Object> second = answer(Map.of());
        assertEquals(2, second.get("version"));

        move(1, eTag()).then().statusCode(200).body("version", equalTo(1)).header("ETag", "\"3\"");
        Map<String, Object> first = answer(Map.of());

        assertEquals(1, first.get("version"));
        assertNotEquals(second.get("predictions"), first.get("predictions"));
        assertEquals(second, answer(Map.of("version", 2)));
    }

    @Test
    void moveThatMissedAnotherIsRefused() {
        String seen = eTag();
        move(1, seen).then().statusCode(200);
        move(2, seen).then().statusCode(412).contentType("application/problem+json").body("detail", containsString(
                "moved"));
        given().get(acme.at("/prompts/textures/current")).then().body("version", equalTo(1));
        move(2, "*").then().statusCode(200);
    }

    @Test
    void pointerNeverMovesToWhatIsNotThere() {
        move(3, "*").then().statusCode(404).body("detail", containsString("no version 3"));
        move(1, "W/\"2\"").then().statusCode(400).body("detail", containsString("If-Match"));
        assertEquals("\"2\"", eTag());
    }

    @Test
    void whoHasAVersionNeedNotGetItAgain() {
        for (String path : List.of("/prompts/textures/versions/1", "/prompts/textures/versions/1/prompt.safetensors")) {
            String tag = given().get(acme.at(path)).header("ETag");
            assertEquals("\"" + acme.card("textures", 1).getString("fileSha256") + "\"", tag);
            assertEquals(0, given().header("If-None-Match", tag).get(acme.at(path)).then().statusCode(304).header("ETag", tag)
                    .extract().asByteArray().length);
            given().header("If-None-Match", tag).get(acme.at(path.replace("/1", "/2"))).then().statusCode(200);
        }
    }

    @Test
    void versionGoesUnlessItIsTheCurrentOne() {
        given().delete(acme.at("/prompts/textures/versions/2")).then().statusCode(409).body("detail", containsString(
                "current"));
        answer(Map.of("version", 1));
        given().delete(acme.at("/prompts/textures/versions/1")).then().statusCode(204);

        acme.classify("textures", IMAGE, Map.of("version", 1)).then().statusCode(404);
        given().get(acme.at("/prompts/textures/versions/1")).then().statusCode(404);
        given().get(acme.at("/prompts/textures")).then().body("versions", equalTo(List.of(2))).body("current", equalTo(2));
    }

    @Test
    void deletedPromptIsGoneAndItsNumbersAreNotUsedAgain() {
        given().get(acme.at("/prompts")).then().body("prompts", equalTo(List.of("textures")));
        given().delete(acme.at("/prompts/textures")).then().statusCode(204);

        given().get(acme.at("/prompts")).then().body("prompts", equalTo(List.of()));
        given().get(acme.at("/prompts/textures")).then().statusCode(404);
        given().get(acme.at("/prompts/textures/current")).then().statusCode(404);
        given().delete(acme.at("/prompts/textures")).then().statusCode(404);
        acme.classify("textures", IMAGE, Map.of()).then().statusCode(404);
        assertEquals(3, acme.teach("textures", "textures", 3));
    }
}
