package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.store.S3Server;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** Runs as Kubernetes Jobs: the service and each Job are processes of their own that meet in an S3 bucket. */
class KubernetesJobsIT {
    private static final SampleData TEXTURES = SampleData.fewTextures();
    private static final Map<String, Object> SHORT = Map.of("dataset", "d", "shots", 2, "epochs", 20);
    private static final Map<String, Object> LONG = Map.of("dataset", "d", "epochs", 400);
    /** Outlives the death of one process and the start of another, on any machine. */
    private static final Map<String, Object> LONGEST = Map.of("dataset", "d", "epochs", 1000);
    private static final int SIGKILL = 137;
    private static final int SIGTERM = 143;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private final Customer acme = Customer.unknown("acme");

    @TempDir
    Path data;
    private S3Server storage;
    private Cluster cluster;
    private Service service;

    @BeforeEach
    void serve() {
        storage = S3Server.start(data);
        storage.createBucket("coop");
        cluster = new Cluster(data, Stream.concat(S3Server.options(storage.endpoint(), "coop").stream(), Stream.of(
                "-Dcoop.adapt.checkpoint=100ms")).toList());
        cluster.installTemplate();
        service = new Service(data, cluster.properties());
        Customer.awaitReady();
        acme.upload("d", TEXTURES.zip()).then().statusCode(200);
    }

    @AfterEach
    void stop() {
        service.close();
        cluster.close();
        storage.close();
        RestAssured.reset();
    }

    private String start(Map<String, Object> recipe) {
        return acme.adapt("p", recipe).then().statusCode(202).extract().path("run");
    }

    @Test
    void jobLearnsThePromptAndItsProgressReachesTheStream() {
        List<JsonPath> events = acme.stream("p", SHORT, "application/x-ndjson").lines().map(JsonPath::from).toList();
        assertEquals("QUEUED", events.get(0).getString("state"));
        assertEquals(20, events.stream().filter(event -> event.get("epoch") != null).count());
        JsonPath last = events.get(events.size() - 1);
        assertEquals("SUCCEEDED", last.getString("state"));
        assertEquals(last.getString("run"), acme.card("p", 1).getString("run"));
        acme.classify("p", TEXTURES.image(), Map.of()).then().statusCode(200);

        assertThat(cluster.jobs(), hasSize(1));
        Job job = cluster.jobs().get(0);
        assertEquals("gpus", job.getMetadata().getLabels().get("kueue.x-k8s.io/queue-name"));
        assertEquals(acme.name(), job.getMetadata().getLabels().get("coop-serve/tenant"));
        assertEquals("coop-serve:0.1.0", job.getSpec().getTemplate().getSpec().getContainers().get(1).getImage());
    }

    @Test
    void jobGoesOnWithoutTheServiceAndAnotherReplicaShowsIt() throws Exception {
        try (Service other = new Service(Files.createDirectory(data.resolve("other")), cluster.properties())) {
            Customer.awaitReady();
            service.use();
            String run = start(LONGEST);
            acme.awaitRunning(run);
            service.kill();
            other.use();
            assertEquals("RUNNING", acme.run(run).getString("state"));
            acme.adapt("p", LONG).then().statusCode(409);
            assertEquals("SUCCEEDED", acme.end(run).getString("state"));
        }
    }

    @Test
    void cancelledJobIsGoneAndPublishesNothing() {
        String run = start(LONGEST);
        acme.awaitRunning(run);
        assertEquals("CANCELLED", given().delete(acme.at("/adaptations/" + run)).then().statusCode(202).extract().path(
                "state"));
        await().atMost(PATIENCE).until(cluster::exitCodes, hasSize(1));
        assertThat(cluster.exitCodes().get(0), oneOf(0, SIGTERM)); // it may see that it lost the run before it is told to end
        assertThat(cluster.jobs(), hasSize(0));
        assertEquals("CANCELLED", acme.run(run).getString("state"));
        given().get(acme.at("/prompts/p")).then().statusCode(404);
    }

    @Test
    void podThatIsKilledOrEvictedGoesOnWhereItWasAndLearnsTheSame() {
        String run = start(LONG);
        await().atMost(PATIENCE).until(cluster::isTraining);
        cluster.killPods();
        await().atMost(PATIENCE).until(() -> cluster.exitCodes().size() == 1 && cluster.isTraining());
        cluster.evictPods();
        JsonPath end = acme.end(run);
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        assertEquals(List.of(SIGKILL, SIGTERM), cluster.exitCodes().subList(0, 2));
        assertThat(acme.card("p", 1).getList("notes", String.class), hasItem(containsString("was interrupted and went on")));
        acme.end(start(LONG));
        assertThat(acme.card("p", 2).getList("notes", String.class), not(hasItem(containsString("was interrupted"))));
        assertArrayEquals(acme.download("p", 1), acme.download("p", 2));
    }

    @Test
    void jobThatEndsWithoutAResultMakesTheRunFail() {
        cluster.failToPullImages();
        JsonPath end = acme.end(start(SHORT));
        assertEquals("FAILED", end.getString("state"));
        assertThat(end.getString("problem.detail"), containsString("BackoffLimitExceeded"));
    }

    @Test
    void runIsRefusedAndForgottenIfThereIsNoTemplate() {
        cluster.client().batch().v1().cronjobs().inNamespace(Cluster.NAMESPACE).delete();
        for (int i = 0; i < 2; i++) { // the second time it is not busy
            acme.adapt("p", SHORT).then().statusCode(503).header("Retry-After", "30");
        }
        assertTrue(service.output().contains("no CronJob coop-serve-run in namespace vision"));
    }
}
