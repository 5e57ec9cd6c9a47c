package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

/** A data set that becomes another one while a run waits for it, learns from it, or between the two. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class ChangedDatasetIT {
    private final Customer acme = Customer.unknown("acme");
    private final SampleData data = SampleData.fewTextures();
    private final SampleData others = data.where(path -> !path.contains("striped"));

    @ConfigProperty(name = "coop.store.path")
    Path store;

    @BeforeEach
    void upload() {
        Customer.awaitReady();
        acme.upload("d", data.zip()).then().statusCode(200);
    }

    private String start(String prompt, String dataset, int epochs) {
        return acme.adapt(prompt, Map.of("dataset", dataset, "epochs", epochs)).then().statusCode(202).extract().jsonPath()
                .getString("run");
    }

    private void assertFailed(String word, JsonPath end) {
        assertEquals("FAILED", end.getString("state"), end.prettify());
        assertEquals(409, end.getInt("problem.status"));
        assertThat(end.getString("problem.detail"), containsString(word));
    }

    @Test
    void anImageThatWasChangedInTheStorageIsNoticed() throws IOException {
        Path changed;
        try (Stream<Path> images = Files.walk(store.resolve("tenants/%s/datasets/d/uploads".formatted(acme.name())))) {
            changed = images.filter(Files::isRegularFile).filter(file -> !file.endsWith("whole")).findFirst().orElseThrow();
        }
        Files.delete(changed);
        Files.write(changed, data.files().values().iterator().next(), java.nio.file.StandardOpenOption.CREATE);
        Files.write(changed, new byte[]{0}, java.nio.file.StandardOpenOption.APPEND);
        assertFailed(changed.getFileName().toString(), acme.end(start("p", "d", 1)));
        given().get(acme.at("/prompts/p")).then().statusCode(404);
    }

    @Test
    void aRunThatWaitedDoesNotLearnFromOtherImages() {
        acme.upload("e", data.zip()).then().statusCode(200);
        List<String> before = List.of(start("a", "e", 1000), start("b", "e", 1000)); // as many as there are places
        before.forEach(acme::awaitRunning);
        String waiting = start("p", "d", 1);
        acme.upload("d", others.zip()).then().statusCode(200);
        before.forEach(run -> given().delete(acme.at("/adaptations/" + run)).then().statusCode(202));
        assertFailed("was replaced", acme.end(waiting));
        given().get(acme.at("/prompts/p")).then().statusCode(404);
    }

    @Test
    void aRunThatIsLearningTellsFromWhichImages() {
        String before = given().get(acme.at("/datasets/d")).jsonPath().getString("sha256");
        String run = start("p", "d", 300);
        acme.awaitRunning(run);
        acme.upload("d", others.zip()).then().statusCode(200);
        JsonPath end = acme.end(run);
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        JsonPath card = acme.card("p", 1);
        assertEquals(before, card.getString("data.sha256"));
        assertThat(card.getList("notes", String.class), hasItem(containsString("replaced or deleted")));
    }
}
