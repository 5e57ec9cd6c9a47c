package io.coopserve.api;

import static io.restassured.RestAssured.given;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.restassured.http.ContentType;

/** Paths, queries and methods that lead nowhere. */
final class BadAddresses {
    private static final byte[] PNG = SampleData.fewTextures().image();

    private BadAddresses() {
    }

    static Stream<BadInput> all() {
        return Stream.of(Stream.of(
                get("an unknown tenant", 404, "\"textures\"", "/v1/tenants/nobody/prompts/textures"),
                get("a bad name of a tenant", 400, "tenant", "/v1/tenants/Acme/prompts"),
                get("a name of a tenant with a blank", 400, "a-z", "/v1/tenants/a b/prompts"),
                get("a tenant's name that is too long", 400, "tenant", "/v1/tenants/" + "a".repeat(64) + "/prompts"),
                get("an unknown path", 404, "/q/openapi", "/v1/nothing"),
                own("an unknown prompt", 404, "\"nothing\"", "/prompts/nothing"),
                own("an unknown version", 404, "version 9", "/prompts/textures/versions/9"),
                own("a version that is no number", 400, "version=x", "/prompts/textures/versions/x"),
                own("version 0", 400, "version", "/prompts/textures/versions/0"),
                own("an unknown data set", 404, "\"nothing\"", "/datasets/nothing"),
                own("a bad name of a data set", 400, "a-z", "/datasets/-x"),
                own("a bad name of a prompt", 400, "a-z", "/prompts/x.y"),
                own("an unknown run", 404, "run", "/adaptations/20260101-000000-000-00000000"),
                own("a run that can be none", 400, "id of a run", "/adaptations/X!"),
                own("events of an unknown run", 404, "run", "/adaptations/20260101-000000-000-00000000/events"),
                new BadInput("a method that is not offered", 405, "/q/openapi", acme -> given().patch(acme.at("/datasets"))),
                new BadInput("deletion of an unknown prompt", 404, "\"nothing\"", acme -> given().delete(acme.at(
                        "/prompts/nothing"))),
                new BadInput("deletion of an unknown data set", 404, "\"nothing\"", acme -> given().delete(acme.at(
                        "/datasets/nothing"))),
                new BadInput("cancelling an unknown run", 404, "run", acme -> given().delete(acme.at("/adaptations/0"))),
                move("a move to nowhere", 422, "version", "{}"),
                move("a move to text", 400, "version", "{\"version\":\"1\"}"),
                move("a move to what is not there", 404, "version 9", "{\"version\":9}")),
                query("topK", "0"), query("topK", "x"), query("topK", "+1"), query("topK", "\u0661"), query("minScore", "2"),
                query("minScore", "x"), query("version", "x"),
                query("version", "0"), Stream.of(
                        new BadInput("classification by an unknown version", 404, "version 9", acme -> acme.classify("textures",
                                PNG, Map.of("version", 9))),
                        new BadInput("classification by an unknown prompt", 404, "\"nothing\"", acme -> acme.classify("nothing",
                                PNG, Map.of())),
                        several("no prompts", 400, "prompt is missing", List.of()),
                        several("an unknown prompt among others", 404, "\"nothing\"", List.of("textures", "nothing")),
                        several("a bad version among others", 400, "version of prompt textures", List.of("textures@x")),
                        several("a bad name of a prompt among others", 400, "a-z", List.of("textures", "x.y")),
                        several("too many prompts", 413, "at most 16", Collections.nCopies(17, "textures")),
                        zeroShot("no labels", "labels", "{}"),
                        zeroShot("one label", "labels", "{\"labels\":[\"a\"]}"),
                        zeroShot("a label twice", "twice", "{\"labels\":[\"a\",\"a\"]}"),
                        zeroShot("an empty label", "label", "{\"labels\":[\"a\",\" \"]}"),
                        zeroShot("a template without a place", "{}", "{\"labels\":[\"a\",\"b\"],\"templates\":[\"x\"]}"),
                        new BadInput("half a character", 400, "half of a character",
                                acme -> given().contentType(ContentType.JSON)
                                        .body("{\"labels\":[\"a\",\"\\ud800\"]}").post("/v1/classify")),
                        zeroShot("null for a template", "template", "{\"labels\":[\"a\",\"b\"],\"templates\":[null]}"),
                        zeroShot("a label that fills the context", "zebra", "{\"labels\":[\"a\",\"" + "zebra ".repeat(50)
                                + "\"]}"),
                        new BadInput("raw zero-shot without labels", 422, "label=", acme -> given().contentType("image/png")
                                .body(PNG).post("/v1/classify"))))
                .flatMap(cases -> cases);
    }

    private static BadInput get(String what, int status, String word, String path) {
        return new BadInput(what, status, word, acme -> given().get(path));
    }

    private static BadInput own(String what, int status, String word, String path) {
        return new BadInput(what, status, word, acme -> given().get(acme.at(path)));
    }

    private static BadInput move(String what, int status, String word, String body) {
        return new BadInput(what, status, word, acme -> given().contentType(ContentType.JSON).body(body).put(acme.at(
                "/prompts/textures/current")));
    }

    private static Stream<BadInput> query(String parameter, String value) {
        return Stream.of(new BadInput(parameter + "=" + value, 400, parameter + "=" + value, acme -> acme.classify("textures",
                PNG, Map.of(parameter, value))));
    }

    private static BadInput several(String what, int status, String word, List<String> prompts) {
        return new BadInput(what, status, word, acme -> given().contentType("image/png").queryParam("prompt", prompts).body(PNG)
                .post(acme.at("/classify")));
    }

    private static BadInput zeroShot(String what, String word, String request) {
        return new BadInput(what, 422, word, acme -> given().multiPart("image", "a.png", PNG, "image/png").multiPart("request",
                request, "application/json").post("/v1/classify"));
    }
}
