package io.coopserve.api;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.restassured.RestAssured;

/** Authentication that is missing or incomplete ends the start with one line, before anybody is let in. */
class ExposureIT {
    @TempDir
    Path data;

    @AfterEach
    void forgetTheAddress() {
        RestAssured.reset();
    }

    @ParameterizedTest
    @CsvSource({
            "-Dquarkus.http.host=0.0.0.0, coop.auth.mode=none would let everybody in who reaches 0.0.0.0",
            "-Dquarkus.http.host=no-such-host.invalid, coop.auth.mode=keys",
            "-Dcoop.auth.mode=keys, coop.auth.keys-file",
            "-Dcoop.auth.mode=keys -Dcoop.auth.keys-file=DATA/none, DATA/none cannot be read",
            "-Dcoop.auth.mode=keys -Dcoop.auth.keys-file=DATA/keys, Line 1 of the keys file DATA/keys is wrong",
            "-Dcoop.auth.mode=jwt, mp.jwt.verify.publickey.location",
            "-Dcoop.auth.mode=jwt -Dmp.jwt.verify.publickey.location=https://a.example/jwks, mp.jwt.verify.issuer",
            "-Dcoop.auth.mode=jwt -Dmp.jwt.verify.publickey.location=/none -Dmp.jwt.verify.issuer=x, /none cannot be read"})
    void endsTheStartWithOneLine(String properties, String line) throws Exception {
        Files.writeString(data.resolve("keys"), "a-key-by-mistake");
        try (Service service = new Service(data, properties.replace("DATA", data.toString()).split(" "))) {
            assertEquals(1, service.awaitExit(), service.output());
            assertEquals(1, service.output().lines().count(), service.output());
            assertThat(service.output(), containsString(line.replace("DATA", data.toString())));
        }
    }

    @Test
    void withKeysItMayBeReachedFromEverywhere() throws Exception {
        Path keys = Secrets.file();
        try (Service service = new Service(data, "-Dquarkus.http.host=0.0.0.0", "-Dcoop.auth.mode=keys",
                "-Dcoop.auth.keys-file=" + keys)) {
            Customer.awaitReady();
            assertEquals(401, RestAssured.given().get("/v1/tenants/acme/prompts").statusCode());
            assertThat(service.output(), containsString("2 keys of tenants and 1 of operations are known"));
        } finally {
            Files.delete(keys);
        }
    }
}
