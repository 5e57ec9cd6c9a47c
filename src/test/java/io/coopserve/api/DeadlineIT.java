package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import io.coopserve.tensors.Safetensors;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

/** A run that takes longer than it may. */
@QuarkusTest
@TestProfile(DeadlineIT.Soon.class)
class DeadlineIT {
    private final Customer acme = Customer.unknown("acme");

    public static final class Soon implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> configuration = new HashMap<>(new TemporaryStore().getConfigOverrides());
            configuration.put("coop.adapt.deadline", "2s");
            return configuration;
        }
    }

    @ConfigProperty(name = "coop.store.path")
    Path store;

    @Test
    void runThatMeetsItsDeadlineFailsPublishesNothingAndKeepsWhatItLearned() throws Exception {
        Customer.awaitReady();
        acme.upload("d", SampleData.fewTextures().zip());
        String run = acme.adapt("p", Map.of("dataset", "d", "epochs", 1000, "seed", 7, "augmentation", "official")).jsonPath()
                .getString("run");
        JsonPath end = acme.end(run);

        assertEquals("FAILED", end.getString("state"));
        assertEquals("Deadline Exceeded", end.getString("problem.title"));
        assertEquals(504, end.getInt("problem.status"));
        assertThat(end.getString("problem.detail"), matchesPattern(
                "The run met its deadline of 2s .* at step \\d+ of 1000, .*fewer epochs or shots.*"));
        given().get(acme.at("/prompts/p")).then().statusCode(404);

        String step = end.getString("problem.detail").replaceAll(".* at step (\\d+) of .*", "$1");
        Safetensors checkpoint = Safetensors
                .read(Files.readAllBytes(store.resolve("tenants/%s/runs/%s/1/checkpoints/%s.safetensors"
                        .formatted(acme.name(), run, step))));
        assertEquals(step, checkpoint.metadata().get("step"));
        assertArrayEquals(new long[]{16 * 128}, checkpoint.tensor("parameters").shape());
        assertArrayEquals(new long[]{16 * 128}, checkpoint.tensor("momentum").shape());
        assertEquals(1, acme.teach("p", "d", 1));
    }
}
