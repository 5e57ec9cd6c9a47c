package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** What the files in k8s and deploy ask of the service, asked of the service. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class DeploymentIT {
    private static final Pattern PROBE = Pattern.compile("httpGet: \\{path: ([^,}]+)|GET (/q/\\S+)");
    /** A name that is followed by a selector or a range. */
    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z_]*_[a-z_]+)(?:\\{([^}]*)}|\\[)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:!?=~?)");
    /** What Prometheus adds to every series. */
    private static final Set<String> ADDED = Set.of("job", "instance", "namespace");

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @Test
    void everyProbeIsAnswered() throws IOException {
        Set<String> probes = new TreeSet<>();
        for (String file : List.of("k8s/base/deployment.yaml", "k8s/overlays/knative/service.yaml", "deploy/compose.yaml")) {
            List<String> found = PROBE.matcher(Files.readString(Path.of(file))).results().map(match -> match.group(1) != null
                    ? match.group(1)
                    : match.group(2)).toList();
            assertTrue(!found.isEmpty(), file);
            probes.addAll(found);
        }
        for (String probe : probes) {
            given().get(probe).then().statusCode(200).body("status", equalTo("UP"));
        }
    }

    @Test
    void everyMetricOfRulesAndDashboardIsExported() throws IOException {
        Customer customer = Customer.unknown("metrics");
        customer.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
        int version = customer.teach("textures", "textures", 1);
        assertEquals(1, version);
        customer.classify("textures", SampleData.fewTextures().image(), Map.of()).then().statusCode(
                200);
        System.gc(); // or there is no pause yet
        String exported = given().get("/q/metrics").asString();
        Set<String> missing = new TreeSet<>();
        int read = 0;
        for (String file : List.of("prometheus-rules.yaml", "grafana-dashboard.json")) {
            String content = Files.readString(Path.of("deploy", file)).replace("\\\"", "\"");
            List<MatchResult> found = METRIC.matcher(content).results().toList();
            read += found.size();
            found.stream().filter(match -> !isExported(exported, match.group(1), match.group(2))).forEach(match -> missing.add(
                    match.group()));
        }
        assertEquals(Set.of(), missing);
        assertTrue(read > 20, "only " + read + " were read");
    }

    /** One series has the name and all labels that are selected by. */
    private static boolean isExported(String exported, String name, String selector) {
        List<String> labels = selector == null
                ? List.of()
                : LABEL.matcher(selector).results().map(match -> match.group(1)).filter(label -> !ADDED.contains(label))
                        .toList();
        Stream<String> series = exported.lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
        return series.anyMatch(line -> labels.stream().allMatch(label -> line.contains("{" + label + "=") || line.contains(","
                + label + "=")));
    }
}
