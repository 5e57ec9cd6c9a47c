package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

/** Training images in their centre crop, in some views and in fresh ones. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class AugmentationIT {
    private static final List<String> AUGMENTATIONS = List.of("none", "views:8", "official");
    private static final double LEAST_GAIN = 0.01;

    private final Customer acme = Customer.unknown("acme");

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    /** Over every data set of {@code -Dsamples.dir}; with {@code -Daugmentation.epochs=200} as the paper trains. */
    @Test
    void whateverIsSeenOfImagesTeaches() {
        Map<String, Object> length = Integer.getInteger("augmentation.epochs") == null
                ? Map.of("epochs", 8, "shots", 8)
                : Map.of("epochs", Integer.getInteger("augmentation.epochs"));
        Map<String, Double> gains = new LinkedHashMap<>();
        for (String dataset : SampleData.names()) {
            acme.upload(dataset, SampleData.archive(dataset)).then().statusCode(200);
            for (String augmentation : AUGMENTATIONS) {
                Map<String, Object> recipe = new HashMap<>(length);
                recipe.putAll(Map.of("dataset", dataset, "augmentation", augmentation));
                JsonPath card = learned(acme, dataset, recipe);
                double learned = card.getDouble("metrics.learned.accuracy");
                double untrained = card.getDouble("metrics.untrained.accuracy");
                System.out.printf("%s, %s: %.1f %%, %.1f before, %.1f s of encoding and %.1f s of training%n", dataset,
                        augmentation, 100 * learned, 100 * untrained, card.getDouble("timings.encodeImages"), card.getDouble(
                                "timings.train"));
                gains.merge(augmentation, (learned - untrained) / SampleData.names().size(), Double::sum);
            }
        }
        gains.forEach((augmentation, gain) -> {
            System.out.printf("%s: %.1f points gained on average%n", augmentation, 100 * gain);
            assertThat(augmentation, gain, greaterThan(LEAST_GAIN));
        });
    }

    @ParameterizedTest
    @CsvSource({"none, in their centre crop", "views:4, 4 of each", "official, 18 images"})
    void cardSaysHowImagesWereSeen(String augmentation, String words) {
        acme.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
        JsonPath card = learned(acme, "textures", recipe(augmentation, 1));
        assertEquals(augmentation, card.getString("recipe.augmentation"));
        assertThat(card.getString("notes[0]"), containsString(words));
    }

    /** Two tenants, so that no feature is known. */
    @ParameterizedTest
    @ValueSource(strings = {"views:4", "official"})
    void sameSeedGivesTheSameBytesAndAnotherSeedDoesNot(String augmentation) {
        byte[] one = learnedBytes(acme, recipe(augmentation, 5));
        assertArrayEquals(one, learnedBytes(Customer.unknown("globex"), recipe(augmentation, 5)));
        assertThat(learnedBytes(Customer.unknown("initech"), recipe(augmentation, 6)), not(equalTo(one)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "views:4"})
    void aSecondRunNeedsNoImage(String augmentation) throws IOException {
        byte[] first = learnedBytes(acme, recipe(augmentation, 5));
        Path images = Path.of(ConfigProvider.getConfig().getValue("coop.store.path", String.class), "tenants", acme.name(),
                "datasets/textures/uploads");
        try (Stream<Path> files = Files.walk(images)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        learned(acme, "again", recipe(augmentation, 5));
        assertArrayEquals(first, acme.download("again", 1));
        String metrics = given().get("/q/metrics").asString();
        for (String result : List.of("hit", "miss")) {
            assertTrue(metrics.contains("coop_features_total{result=\"" + result + "\"}"), metrics);
        }
    }

    private static Map<String, Object> recipe(String augmentation, long seed) {
        return Map.of("dataset", "textures", "shots", 2, "epochs", 3, "seed", seed, "augmentation", augmentation);
    }

    private static byte[] learnedBytes(Customer customer, Map<String, Object> recipe) {
        customer.upload("textures", SampleData.fewTextures().zip()).then().statusCode(200);
        learned(customer, "textures", recipe);
        return customer.download("textures", 1);
    }

    /** The card of a prompt's new version. */
    private static JsonPath learned(Customer customer, String prompt, Map<String, Object> recipe) {
        JsonPath end = customer.end(customer.adapt(prompt, recipe).jsonPath().getString("run"));
        assertEquals("SUCCEEDED", end.getString("state"), end.prettify());
        return customer.card(prompt, end.getInt("version"));
    }
}
