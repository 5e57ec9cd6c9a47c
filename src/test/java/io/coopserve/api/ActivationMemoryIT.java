package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.matchesPattern;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** What cannot fit into the memory of a training step is refused before anything is written for it. */
@QuarkusTest
@TestProfile(ActivationMemoryIT.Little.class)
class ActivationMemoryIT {
    private final Customer acme = Customer.unknown("acme");

    public static final class Little implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> configuration = new HashMap<>(new TemporaryStore().getConfigOverrides());
            configuration.put("coop.adapt.activations", "600K");
            return configuration;
        }
    }

    @Test
    void classesGoPartByPartUntilNotEvenOneFits() throws Exception {
        Customer.awaitReady();
        acme.upload("d", SampleData.fewTextures().zip());
        acme.teach("p", "d", 3);
        acme.adapt("q", Map.of("dataset", "d", "nCtx", 30)).then().statusCode(422).body("detail", matchesPattern(
                "A training step needs [1-9]\\d* KiB even for one class at a time; coop.adapt.activations allows 600 KiB\\."));
        given().get(acme.at("/prompts/q")).then().statusCode(404);
    }
}
