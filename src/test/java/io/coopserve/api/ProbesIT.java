package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

/** What operators and tools ask. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class ProbesIT {
    private static final Map<String, Set<String>> SURFACE = Map.ofEntries(
            Map.entry("/v1/classify", Set.of("post")),
            Map.entry("/v1/embeddings", Set.of("post")),
            Map.entry("/v1/tenants/{tenant}", Set.of("delete")),
            Map.entry("/v1/tenants/{tenant}/datasets", Set.of("get")),
            Map.entry("/v1/tenants/{tenant}/datasets/{dataset}", Set.of("get", "put", "delete")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}/adaptations", Set.of("post")),
            Map.entry("/v1/tenants/{tenant}/adaptations", Set.of("get")),
            Map.entry("/v1/tenants/{tenant}/adaptations/{run}", Set.of("get", "delete")),
            Map.entry("/v1/tenants/{tenant}/adaptations/{run}/events", Set.of("get")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}/classify", Set.of("post")),
            Map.entry("/v1/tenants/{tenant}/prompts", Set.of("get")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}", Set.of("get", "delete")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}/versions/{version}", Set.of("get", "delete")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}/versions/{version}/prompt.safetensors", Set.of("get")),
            Map.entry("/v1/tenants/{tenant}/prompts/{prompt}/current", Set.of("get", "put")));

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void probeIsUpOnceTheModelIsLoaded(String probe) {
        given().get("/q/health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void readinessTellsOfModelAndStore() {
        given().get("/q/health/ready").then().body("checks.name", hasItem("clip")).body("checks.name", hasItem("store"));
    }

    @Test
    void metricsCountWhatHappenedAndNameNoTenant() {
        Customer secret = Customer.unknown("secretive");
        secret.upload("secret-data", SampleData.fewTextures().zip()).then().statusCode(200);
        secret.teach("secret-prompt", "secret-data", 1);
        secret.classify("secret-prompt", SampleData.fewTextures().image(), Map.of()).then().statusCode(200);
        secret.classify("secret-nothing", SampleData.fewTextures().image(), Map.of()).then().statusCode(404);
        given().get("/v1/tenants/secret-stranger/nothing").then().statusCode(404);

        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_images_total [1-9].*"));
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_adaptation_seconds_count\\{outcome=\"succeeded\"\\} [1-9].*"));
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_clip_load_seconds [0-9].*"));
        assertThat(metrics, matchesPattern("(?s).*\\ncoop_native_memory_bytes [1-9].*"));
        assertThat(metrics, containsString("http_server_requests_seconds_count{"));
        assertThat(metrics, containsString("uri=\"/v1/tenants/{tenant}/prompts/{prompt}/classify\""));
        assertThat(metrics, not(containsString("secret")));
    }

    @Test
    void contractListsTheWholeSurface() {
        JsonPath contract = given().queryParam("format", "JSON").get("/q/openapi").jsonPath();
        Map<String, Map<String, Object>> paths = contract.getMap("paths");

        Set<String> missing = new TreeSet<>(SURFACE.keySet());
        missing.removeAll(paths.keySet());
        assertEquals(Set.of(), missing);
        SURFACE.forEach((path, methods) -> assertTrue(paths.get(path).keySet().containsAll(methods), path + " offers " + paths
                .get(path).keySet()));
        List<String> names = paths.values().stream().flatMap(path -> path.values().stream()).filter(Map.class::isInstance)
                .map(operation -> (String) ((Map<?, ?>) operation).get("operationId")).toList();
        assertEquals(names.size(), Set.copyOf(names).size(), "operation ids are unique");
    }
}
