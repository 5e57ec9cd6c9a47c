package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.awaitility.core.ConditionFactory;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** What a user of the service does, as one tenant. */
record Customer(String name) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A tenant that nobody has been before. */
    static Customer unknown(String name) {
        return new Customer(name + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Waits until the model is loaded; before that, a process of its own does not even listen. */
    static void awaitReady() {
        patiently().ignoreExceptionsInstanceOf(ConnectException.class)
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    String at(String path) {
        return "/v1/tenants/" + name + path;
    }

    Response upload(String dataset, byte[] archive) {
        return given().contentType("application/octet-stream").body(archive).put(at("/datasets/" + dataset));
    }

    /** Starts a run and does not wait. */
    Response adapt(String prompt, Map<String, Object> recipe) {
        return given().contentType(ContentType.JSON).body(recipe).post(at("/prompts/" + prompt + "/adaptations"));
    }

    /** @param accept a media type of streams */
    String stream(String prompt, Map<String, Object> recipe, String accept) {
        Response answer = given().contentType(ContentType.JSON).accept(accept).body(recipe).post(at("/prompts/" + prompt
                + "/adaptations"));
        answer.then().statusCode(200);
        return answer.asString();
    }

    /** Teaches a prompt in a few steps. @return its version */
    int teach(String prompt, String dataset, long seed) {
        Response accepted = adapt(prompt, Map.of("dataset", dataset, "shots", 2, "epochs", 2, "seed", seed));
        accepted.then().statusCode(202);
        return end(accepted.jsonPath().getString("run")).getInt("version");
    }

    /** The last event of a run. */
    JsonPath end(String run) {
        return patiently().until(() -> run(run), view -> !List.of("QUEUED", "RUNNING").contains(view.getString(
                "state")));
    }

    JsonPath run(String run) {
        Response answer = given().get(at("/adaptations/" + run));
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    void awaitRunning(String run) {
        patiently().until(() -> run(run).get("epoch") != null);
    }

    /** The body is one image. */
    Response classify(String prompt, byte[] image, Map<String, ?> query) {
        return given().contentType("image/png").queryParams(query).body(image).post(at("/prompts/" + prompt + "/classify"));
    }

    Response classifyAll(String prompt, List<byte[]> images) {
        return images(images).queryParam("topK", 1).post(at("/prompts/" + prompt + "/classify"));
    }

    /** A form of images. */
    static RequestSpecification images(List<byte[]> images) {
        RequestSpecification form = given();
        for (byte[] image : images) {
            form = form.multiPart("image", "image.png", image, "image/png");
        }
        return form;
    }

    JsonPath card(String prompt, int version) {
        Response answer = given().get(at("/prompts/" + prompt + "/versions/" + version));
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    byte[] download(String prompt, int version) {
        Response answer = given().get(at("/prompts/" + prompt + "/versions/" + version + "/prompt.safetensors"));
        answer.then().statusCode(200);
        return answer.asByteArray();
    }
}
