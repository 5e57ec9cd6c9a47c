package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** A request that is sent again since nobody knows whether it came through. */
class IdempotencyIT {
    private static final Map<String, Object> SHORT = Map.of("dataset", "d", "shots", 2, "epochs", 2);
    private static final Map<String, Object> LONG = Map.of("dataset", "d", "epochs", 1000);
    private final Customer acme = Customer.unknown("acme");
    private final String key = UUID.randomUUID().toString();

    @TempDir
    Path data;
    private Service service;

    @BeforeEach
    void serve() {
        service = new Service(data);
        Customer.awaitReady();
        acme.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
    }

    @AfterEach
    void stop() {
        service.close();
        RestAssured.reset();
    }

    private static Response adapt(Customer customer, String prompt, Map<String, Object> recipe, String key, String accept) {
        return given().contentType(ContentType.JSON).accept(accept).header("Idempotency-Key", key).body(recipe)
                .post(customer.at(
                        "/prompts/" + prompt + "/adaptations"));
    }

    private Response adapt(Map<String, Object> recipe, String with) {
        return adapt(acme, "p", recipe, with, "application/json");
    }

    private static String run(Response accepted) {
        return accepted.then().statusCode(202).extract().path("run");
    }

    private List<?> versions() {
        return given().get(acme.at("/prompts/p")).jsonPath().getList("versions");
    }

    @Test
    void theSameRequestBeginsOneRun() {
        String run = run(adapt(LONG, key));
        acme.awaitRunning(run);
        Response again = adapt(LONG, key);
        assertEquals(run, run(again)); // and not 409
        assertEquals(acme.at("/adaptations/" + run), again.header("Location").replaceFirst("^http://[^/]*", ""));
        given().delete(acme.at("/adaptations/" + run)).then().statusCode(202);
        assertEquals("CANCELLED", acme.end(run(adapt(LONG, key))).getString("state")); // the first answer, though it is not liked
        assertNotEquals(run, run(adapt(SHORT, UUID.randomUUID().toString())));
    }

    @Test
    void anotherRequestNeedsAnotherKey() throws Exception {
        adapt(Map.of("dataset", "d", "shots", 99), key).then().statusCode(422); // it began nothing
        String run = run(adapt(SHORT, key));
        acme.end(run);
        adapt(LONG, key).then().statusCode(422).body("detail", containsString("began run " + run));
        adapt(acme, "q", SHORT, key, "application/json").then().statusCode(422);
        adapt(SHORT, "a b").then().statusCode(400).body("detail", containsString("Idempotency-Key"));
        adapt(SHORT, "k".repeat(256)).then().statusCode(400);
        Customer other = Customer.unknown("other");
        other.upload("d", SampleData.fewTextures().zip()).then().statusCode(200);
        assertNotEquals(run, run(adapt(other, "p", SHORT, key, "application/json")));
    }

    @Test
    void theAnswerOutlivesTheProcess() throws Exception {
        String run = run(adapt(SHORT, key));
        assertEquals(1, acme.end(run).getInt("version"));
        service.kill();
        service = new Service(data);
        Customer.awaitReady();
        assertEquals(run, run(adapt(SHORT, key)));
        List<JsonPath> events = adapt(acme, "p", SHORT, key, "application/x-ndjson").then().statusCode(200).extract().asString()
                .lines().map(JsonPath::from).toList();
        assertEquals("SUCCEEDED", events.get(events.size() - 1).getString("state"));
        assertEquals(run, events.get(events.size() - 1).getString("run"));
        assertEquals(List.of(1), versions());
    }

    private Response upload(byte[] archive, long seed) {
        return given().contentType("application/octet-stream").header("Idempotency-Key", key).queryParam("seed", seed).body(
                archive).put(acme.at("/datasets/d"));
    }

    @Test
    void anUploadThatIsSentAgainIsAnsweredAsBeforeAndChangesNothing() throws Exception {
        byte[] first = SampleData.fewTextures().zip();
        byte[] other = SampleData.of("count").zip();
        String answer = upload(first, 1).then().statusCode(200).extract().asString();
        acme.upload("d", other).then().statusCode(200);
        String replaced = given().get(acme.at("/datasets/d")).asString();
        assertNotEquals(answer, replaced);

        service.kill();
        service = new Service(data);
        Customer.awaitReady();
        assertEquals(answer, upload(first, 1).then().statusCode(200).extract().asString());
        assertEquals(replaced, given().get(acme.at("/datasets/d")).asString());
        upload(first, 2).then().statusCode(422).body("detail", containsString("another data set, archive or seed"));
        upload(other, 1).then().statusCode(422);
    }
}
