package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** Two replicas on one store: a run that was accepted ends, whatever becomes of the replica that performs it. */
class TakeoverIT {
    private static final SampleData TEXTURES = SampleData.fewTextures();
    private static final Map<String, Object> LONG = Map.of("dataset", "d", "epochs", 400);
    private final Customer acme = Customer.unknown("acme");

    @TempDir
    Path data;
    private Service first;
    private Service second;

    @BeforeEach
    void serve() throws Exception {
        first = replica("first");
        Customer.awaitReady();
        second = replica("second");
        Customer.awaitReady();
        acme.upload("d", TEXTURES.zip()).then().statusCode(200);
    }

    private Service replica(String name) throws Exception {
        return new Service(Files.createDirectories(data.resolve(name)), "-Dcoop.store.path=" + data.resolve("store"),
                "-Dcoop.adapt.lease=2s", "-Dcoop.adapt.checkpoint=300ms", "-Dcoop.adapt.reattach=1s");
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        RestAssured.reset();
    }

    private String begin(Service replica, String prompt) {
        replica.use();
        return acme.adapt(prompt, LONG).then().statusCode(202).extract().path("run");
    }

    private byte[] undisturbed() {
        String run = begin(second, "undisturbed");
        assertEquals("SUCCEEDED", acme.end(run).getString("state"));
        return acme.download("undisturbed", 1);
    }

    private void awaitCheckpoint(String run) {
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(data.resolve("store/tenants/%s/runs/%s/1/checkpoints"
                .formatted(acme.name(), run))));
    }

    @Test
    void aRunWhoseReplicaIsKilledComesToTheSamePrompt() throws Exception {
        String run = begin(first, "p");
        awaitCheckpoint(run);
        first.kill();
        second.use();
        JsonPath end = acme.end(run);
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        assertEquals(1, end.getInt("version"));
        assertEquals(List.of(1), given().get(acme.at("/prompts/p")).jsonPath().getList("versions"));
        assertThat(acme.card("p", 1).getList("notes"), hasItem(containsString("went on behind step")));
        assertArrayEquals(undisturbed(), acme.download("p", 1));
    }

    @Test
    void aRunWhoseReplicaIsStoppedGoesOnAtOnce() {
        String run = begin(first, "p");
        awaitCheckpoint(run);
        first.close();
        second.use();
        assertEquals("SUCCEEDED", acme.end(run).getString("state"));
        assertArrayEquals(undisturbed(), acme.download("p", 1));
    }

    @Test
    void aReplicaThatWasFrozenFindsThatItHasLostItsRun() throws Exception {
        String run = begin(first, "p");
        awaitCheckpoint(run);
        first.freeze();
        second.use();
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(data.resolve("store/tenants/%s/runs/%s/leases/2"
                .formatted(acme.name(), run))));
        first.thaw();
        assertEquals("SUCCEEDED", acme.end(run).getString("state"));
        assertEquals(List.of(1), given().get(acme.at("/prompts/p")).jsonPath().getList("versions"));
        first.use();
        assertEquals("SUCCEEDED", acme.end(run).getString("state"));
        assertTrue(Files.exists(data.resolve("store/tenants/%s/runs/%s/1/stopped".formatted(acme.name(), run))));
    }

    @Test
    void aRunIsSeenFollowedAndCancelledOverAnyReplica() {
        String run = begin(first, "p");
        acme.awaitRunning(run);
        second.use();
        acme.awaitRunning(run);
        acme.adapt("p", LONG).then().statusCode(409).body("detail", containsString(run));
        given().delete(acme.at("/adaptations/" + run)).then().statusCode(202);
        assertEquals("CANCELLED", acme.end(run).getString("state"));
        assertThat(given().get(acme.at("/adaptations/" + run + "/events")).asString(), containsString("CANCELLED"));
        first.use();
        assertEquals("CANCELLED", acme.end(run).getString("state"));
        given().get(acme.at("/prompts/p")).then().statusCode(404);
        acme.teach("p", "d", 1);
    }

    @Test
    void deletingATenantStopsItsRunsOnAllReplicasAndLeavesNothing() throws Exception {
        String run = begin(first, "p");
        acme.awaitRunning(run);
        acme.teach("q", "d", 1);
        second.use();
        given().delete(acme.at("")).then().statusCode(204);
        for (String root : List.of("tenants/", "open/")) {
            Path folder = data.resolve("store").resolve(root + acme.name());
            for (int look = 0; look < 4; look++) { // nor does any of the replicas write later
                assertEquals(Set.of(), Files.exists(folder) ? StoredFiles.in(folder).hashes().keySet() : Set.of());
                Thread.sleep(500);
            }
        }
        given().get(acme.at("/adaptations/" + run)).then().statusCode(404);
    }
}
