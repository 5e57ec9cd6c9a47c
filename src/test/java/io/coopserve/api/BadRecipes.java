package io.coopserve.api;

import static io.restassured.RestAssured.given;

import java.util.stream.Stream;

import io.restassured.http.ContentType;

/** Recipes by which nothing can be learned. */
final class BadRecipes {
    private BadRecipes() {
    }

    static Stream<BadInput> all() {
        return Stream.of(
                body("a recipe without a data set", 422, "dataset", "{}"),
                body("half a recipe", 400, "line 1", "{\"dataset\":"),
                body("a list for a recipe", 400, "JSON", "[]"),
                body("two recipes", 400, "JSON", "{\"dataset\":\"textures\"}{}"),
                body("no recipe", 400, "body is missing", ""),
                body("null for a recipe", 400, "body is missing", "null"),
                body("an unknown data set", 404, "\"nothing\"", "{\"dataset\":\"nothing\"}"),
                body("a bad name of a data set", 400, "a-z", "{\"dataset\":\"../x\"}"),
                body("a class name that fills the context", 422, "zebra zebra", "{\"dataset\":\"long\"}"),
                field("shots as text", 400, "shots", "\"shots\":\"16\""),
                field("a broken number of shots", 400, "shots", "\"shots\":1.5"),
                field("shots as a boolean", 400, "shots", "\"shots\":true"),
                field("a seed as text", 400, "seed", "\"seed\":\"1\""),
                field("a method as a number", 400, "method", "\"method\":1"),
                field("classSpecific as text", 400, "classSpecific", "\"classSpecific\":\"false\""),
                field("an unknown field", 400, "known are", "\"shot\":4"),
                field("no shots", 422, "shots", "\"shots\":0"),
                field("more shots than images", 422, "smallest class has 4", "\"shots\":5"),
                field("no context", 422, "nCtx", "\"nCtx\":0"),
                field("too many context vectors", 422, "nCtx", "\"nCtx\":65"),
                field("more context than the model has room for", 422, "context", "\"nCtx\":60"),
                field("no epochs", 422, "epochs", "\"epochs\":0"),
                field("too many epochs", 422, "epochs", "\"epochs\":1001"),
                field("an unknown method", 422, "\"coop\"", "\"method\":\"magic\""),
                field("an unknown class position", 422, "\"end\"", "\"classPosition\":\"top\""),
                field("an unknown augmentation", 422, "\"none\"", "\"augmentation\":\"mixup\""),
                field("no views", 422, "\"views:1\" to \"views:64\"", "\"augmentation\":\"views:0\""),
                field("a number of views in words", 422, "\"views:abc\" is not", "\"augmentation\":\"views:abc\""),
                field("too many views", 422, "augmentation", "\"augmentation\":\"views:1000\""),
                field("an unknown schedule", 422, "\"official\" and \"fast\"", "\"schedule\":\"slow\""),
                field("a ctxInit of 3000 letters", 422, "3000 characters", "\"ctxInit\":\"" + "z".repeat(3_000) + "\""),
                field("a template of 3000 letters", 422, "characters", "\"templates\":[\"" + "{}".repeat(1_500) + "\"]"),
                field("an empty ctxInit", 422, "ctxInit", "\"ctxInit\":\" \""),
                field("nCtx against ctxInit", 422, "tokens", "\"ctxInit\":\"a photo of a\",\"nCtx\":9"),
                field("a template without a place", 422, "{}", "\"templates\":[\"a photo\"]"),
                field("an empty list of templates", 422, "templates", "\"templates\":[]"),
                field("null for a template", 422, "template", "\"templates\":[null]"),
                new BadInput("a recipe as plain text", 415, "Content-Type", acme -> given().contentType(ContentType.TEXT).body(
                        "{\"dataset\":\"textures\"}").post(address(acme))));
    }

    private static BadInput field(String what, int status, String word, String field) {
        return body(what, status, word, "{\"dataset\":\"textures\"," + field + "}");
    }

    private static BadInput body(String what, int status, String word, String body) {
        return new BadInput(what, status, word, acme -> given().contentType(ContentType.JSON).body(body).post(address(acme)));
    }

    private static String address(Customer acme) {
        return acme.at("/prompts/textures/adaptations");
    }
}
