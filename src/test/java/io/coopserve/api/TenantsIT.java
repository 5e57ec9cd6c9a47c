package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Many tenants in one process: nobody sees or stops another, and whoever leaves leaves nothing behind. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class TenantsIT {
    private static final SampleData TEXTURES = SampleData.fewTextures();
    private static final SampleData STRIPES = TEXTURES.where(path -> !path.contains("dotted"));
    private static final Map<String, Object> LONG = Map.of("dataset", "d", "epochs", 1000);
    private static final Duration SOON = Duration.ofSeconds(10);
    private final Customer acme = Customer.unknown("acme");
    private final Customer globex = Customer.unknown("globex");

    @ConfigProperty(name = "coop.store.path")
    Path store;

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @Test
    void twoTenantsAtOnceNeverSeeEachOther() {
        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> work(acme, TEXTURES));
        CompletableFuture<String> two = CompletableFuture.supplyAsync(() -> work(globex, STRIPES));
        String acmesRun = one.join();
        two.join();

        assertEquals(List.of("checkered", "dotted", "striped"), acme.card("p", 1).getList("data.classes"));
        assertEquals(List.of("checkered", "striped"), globex.card("p", 1).getList("data.classes"));
        given().get(globex.at("/adaptations/" + acmesRun)).then().statusCode(404);
        given().get(globex.at("/adaptations/" + acmesRun + "/events")).then().statusCode(404);
        given().delete(globex.at("/adaptations/" + acmesRun)).then().statusCode(404);
        assertEquals(1, given().get(globex.at("/adaptations")).jsonPath().getList("adaptations").size());
    }

    /** Uploads, adapts and classifies. @return the run */
    private static String work(Customer tenant, SampleData data) {
        tenant.upload("d", data.zip()).then().statusCode(200);
        JsonPath last = JsonPath.from(tenant.stream("p", Map.of("dataset", "d", "shots", 2, "epochs", 10),
                "application/x-ndjson").lines().reduce((a, b) -> b).orElseThrow());
        for (byte[] image : data.images()) {
            Response answer = tenant.classify("p", image, Map.of());
            answer.then().statusCode(200).body("version", equalTo(1));
            assertEquals(data == TEXTURES ? 3 : 2, answer.jsonPath().getList("predictions[0].labels").size());
        }
        return last.getString("run");
    }

    @Test
    void strangerFindsNothing() {
        work(acme, TEXTURES);
        for (String path : List.of("/datasets/d", "/prompts/p", "/prompts/p/current", "/prompts/p/versions/1",
                "/prompts/p/versions/1/prompt.safetensors")) {
            given().get(globex.at(path)).then().statusCode(404).contentType("application/problem+json");
        }
        globex.classify("p", TEXTURES.image(), Map.of()).then().statusCode(404);
        globex.adapt("p", LONG).then().statusCode(404);
        for (String list : List.of("datasets", "prompts", "adaptations")) {
            assertEquals(List.of(), given().get(globex.at("/" + list)).jsonPath().getList(list));
        }
    }

    private String start(Customer tenant, String prompt) {
        Response accepted = tenant.adapt(prompt, LONG);
        accepted.then().statusCode(202);
        return accepted.jsonPath().getString("run");
    }

    private static JsonPath cancel(Customer tenant, String run) {
        Response answer = given().delete(tenant.at("/adaptations/" + run));
        answer.then().statusCode(202);
        return answer.jsonPath();
    }

    private static void awaitCancelled(Customer tenant, String run) {
        await().atMost(SOON).until(() -> tenant.run(run).getString("state").equals("CANCELLED"));
    }

    @Test
    void secondRunForTheSamePromptIsRefused() {
        acme.upload("d", TEXTURES.zip());
        globex.upload("d", TEXTURES.zip());
        String run = start(acme, "p");
        acme.adapt("p", LONG).then().statusCode(409).contentType("application/problem+json").body("detail", containsString(
                run));
        String other = start(globex, "p");
        cancel(acme, run);
        cancel(globex, other);
        awaitCancelled(acme, run);
        awaitCancelled(globex, other);
        assertEquals(1, acme.teach("p", "d", 1));
    }

    @Test
    void cancelledRunStopsWithinOneStepAndPublishesNothing() {
        acme.upload("d", TEXTURES.zip());
        String run = start(acme, "p");
        acme.awaitRunning(run);
        int seen = cancel(acme, run).getInt("step");
        awaitCancelled(acme, run);

        List<ServerSentEvent> events = ServerSentEvent.all(given().accept("text/event-stream").get(acme.at("/adaptations/" + run
                + "/events")).asString());
        assertEquals("CANCELLED", events.get(events.size() - 1).data().getString("state"));
        assertThat(events.get(events.size() - 2).data().getInt("step"), lessThanOrEqualTo(seen + 1));
        given().get(acme.at("/prompts/p")).then().statusCode(404);
        cancel(acme, run);
        assertEquals("CANCELLED", acme.run(run).getString("state"));
    }

    @Test
    void runThatWaitsIsCancelledAtOnce() {
        acme.upload("d", TEXTURES.zip());
        List<String> running = List.of(start(acme, "one"), start(acme, "two"));
        String waiting = start(acme, "three");
        assertEquals("QUEUED", acme.run(waiting).getString("state"));

        assertEquals("CANCELLED", cancel(acme, waiting).getString("state"));
        running.forEach(run -> cancel(acme, run));
        running.forEach(run -> awaitCancelled(acme, run));
        given().get(acme.at("/prompts")).then().body("prompts", equalTo(List.of()));
    }

    @Test
    void tenantThatQueuesManyRunsLetsAnotherGoFirst() {
        acme.upload("d", TEXTURES.zip());
        globex.upload("d", TEXTURES.zip());
        List<String> many = Stream.of("one", "two", "three", "four").map(prompt -> start(acme, prompt)).toList();
        many.subList(0, 2).forEach(acme::awaitRunning);
        String single = start(globex, "p");

        cancel(acme, many.get(0));
        globex.awaitRunning(single);
        assertEquals("QUEUED", acme.run(many.get(2)).getString("state"));
        for (Customer tenant : List.of(acme, globex)) {
            given().delete(tenant.at("")).then().statusCode(204);
        }
    }

    @Test
    void runsAboveATenantsShareOrAboveAllAreRefused() {
        int share = 4;
        int all = 18; // two at once, 16 waiting
        List<Customer> tenants = Stream.generate(() -> Customer.unknown("many")).limit(all / share + 1).toList();
        tenants.forEach(tenant -> tenant.upload("d", STRIPES.zip()));
        for (int i = 0; i < all; i++) {
            start(tenants.get(i / share), "p" + i % share);
        }
        tenants.get(0).adapt("q", LONG).then().statusCode(429).header("Retry-After", "30").body("detail", startsWith(
                "4 adaptation runs of this tenant"));
        tenants.get(all / share).adapt("q", LONG).then().statusCode(429).header("Retry-After", "30").body("detail", startsWith(
                "18 adaptation runs are under way"));
        tenants.forEach(tenant -> given().delete(tenant.at("")).then().statusCode(204));
        acme.upload("d", STRIPES.zip());
        assertEquals(1, acme.teach("p", "d", 1));
    }

    @Test
    void deletedTenantLeavesNothingEvenWhileRunsGoOn() {
        work(acme, TEXTURES);
        work(globex, STRIPES);
        List<String> runs = List.of(start(acme, "one"), start(acme, "two"), start(acme, "three"));
        acme.awaitRunning(runs.get(0));
        given().delete(acme.at("")).then().statusCode(204);

        assertTrue(Files.isDirectory(store.resolve("tenants").resolve(globex.name())));
        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !Files.exists(store.resolve("tenants").resolve(acme
                .name())));
        given().get(acme.at("/adaptations/" + runs.get(0))).then().statusCode(404);
        acme.classify("p", TEXTURES.image(), Map.of()).then().statusCode(404);
        globex.classify("p", TEXTURES.image(), Map.of()).then().statusCode(200);
    }
}
