package io.coopserve.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** A version whose bytes in the storage are no longer those that were published. */
@QuarkusTest
@TestProfile(TemporaryStore.class)
class DamagedVersionIT {
    private final Customer acme = Customer.unknown("acme");
    private final SampleData data = SampleData.fewTextures();

    @ConfigProperty(name = "coop.store.path")
    Path store;

    /** One bit of the last number: a file that can still be read. */
    private void damage(int version) throws IOException {
        Path file = store.resolve("tenants/%s/prompts/p/versions/%d/prompt.safetensors".formatted(acme.name(), version));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Path other = Files.write(file.resolveSibling("damaged"), bytes);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void theVersionThatWasCurrentBeforeAnswersInItsPlace() throws IOException {
        Customer.awaitReady();
        acme.upload("d", data.zip()).then().statusCode(200);
        for (int version = 1; version <= 3; version++) {
            assertEquals(version, acme.teach("p", "d", version));
        }
        damage(3);
        for (int i = 0; i < 2; i++) {
            assertEquals(2, acme.classify("p", data.image(), Map.of()).then().statusCode(200).extract().jsonPath().getInt(
                    "version"));
        }
        String detail = acme.classify("p", data.image(), Map.of("version", 3)).then().statusCode(500).contentType(
                "application/problem+json").extract().path("detail");
        assertThat(detail, containsString("Version 3 of prompt \"p\" is damaged"));
        given().get(acme.at("/prompts/p/versions/3/prompt.safetensors")).then().statusCode(500);
        given().get(acme.at("/prompts/p/versions/3")).then().statusCode(200); // what it was is still known

        damage(1);
        given().contentType("application/json").body(Map.of("version", 1)).put(acme.at("/prompts/p/current")).then().statusCode(
                200);
        assertEquals(2, acme.classify("p", data.image(), Map.of()).jsonPath().getInt("version"));
        assertThat(acme.teach("p", "d", 4), greaterThan(3));
        assertEquals(4, acme.classify("p", data.image(), Map.of()).jsonPath().getInt("version"));
    }

    @Test
    void ifNoneIsLeftItSaysSo() throws IOException {
        Customer.awaitReady();
        acme.upload("d", data.zip()).then().statusCode(200);
        acme.teach("p", "d", 1);
        damage(1);
        acme.classify("p", data.image(), Map.of()).then().statusCode(500).body("detail", containsString("damaged"));
    }
}
