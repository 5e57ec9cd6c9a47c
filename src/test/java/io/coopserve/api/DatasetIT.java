package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

/** Data sets in every layout and format in which they may come. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class DatasetIT {
    private final Customer acme = Customer.unknown("acme");

    @BeforeEach
    void ready() {
        Customer.awaitReady();
    }

    @Test
    void uploadTellsWhatItFound() {
        acme.upload("textures", SampleData.archive("texture")).then().statusCode(200)
                .body("dataset", equalTo("textures"))
                .body("classes", hasSize(16))
                .body("classes.name", hasItem("crosshatched"))
                .body("classes.train", everyItem(equalTo(16)))
                .body("classes.test", everyItem(equalTo(16)))
                .body("sha256", matchesPattern("[0-9a-f]{64}"))
                .body("warnings", empty());
    }

    @Test
    void tarGzOfTheSameImagesIsTheSameDataSet() {
        SampleData few = SampleData.fewTextures();
        String zip = acme.upload("textures", few.zip()).jsonPath().getString("sha256");
        acme.upload("textures", few.tarGz()).then().statusCode(200).body("sha256", equalTo(zip));
    }

    @Test
    void undividedClassesAreDividedBySeed() {
        byte[] archive = SampleData.fewTextures().undivided().zip();
        Response first = acme.upload("textures", archive);
        first.then().statusCode(200).body("classes.train", everyItem(equalTo(3))).body("classes.test", everyItem(equalTo(1)));
        assertEquals(first.jsonPath().getString("sha256"), acme.upload("again", archive).jsonPath().getString("sha256"));
    }

    @Test
    void underscoreInAFolderMeansABlank() {
        SampleData few = SampleData.fewTextures();
        acme.upload("textures", few.with("train/polka_dots/a.png", few.image()).with("test/polka_dots/b.png", few.images().get(
                1)).zip()).then().statusCode(200).body("classes.name", hasItem("polka dots"));
    }

    @Test
    void hiddenFilesAndLeakedTestImagesAreWarnedOf() {
        SampleData few = SampleData.fewTextures();
        byte[] leaked = few.where(path -> path.startsWith("train/striped/")).image();
        acme.upload("textures", few.with("__MACOSX/train/._striped", new byte[3]).with("test/striped/leak.png", leaked).zip())
                .then().statusCode(200)
                .body("warnings", hasItem(equalTo("1 hidden or system files were left out.")))
                .body("warnings", hasItem(matchesPattern("1 test images are also training images.*")))
                .body("warnings",
                        hasItem(matchesPattern("3 classes have fewer than 5 test images, \"checkered\" among them.*")));
    }

    @Test
    void dataSetIsListedShownReplacedAndDeleted() {
        byte[] archive = SampleData.fewTextures().zip();
        acme.upload("b", archive);
        Map<String, Object> summary = acme.upload("a", archive).jsonPath().getMap("");

        assertEquals(List.of("a", "b"), given().get(acme.at("/datasets")).jsonPath().getList("datasets"));
        assertEquals(summary, given().get(acme.at("/datasets/a")).jsonPath().getMap(""));

        acme.upload("a", SampleData.fewTextures().where(path -> !path.contains("striped")).zip());
        given().get(acme.at("/datasets/a")).then().body("classes", hasSize(2));

        given().delete(acme.at("/datasets/a")).then().statusCode(204);
        given().get(acme.at("/datasets/a")).then().statusCode(404);
        assertEquals(List.of("b"), given().get(acme.at("/datasets")).jsonPath().getList("datasets"));
    }
}
