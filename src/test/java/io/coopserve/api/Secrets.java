package io.coopserve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.coopserve.tenant.ApiKey;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;

/** The service with keys: of two tenants, and of operations. */
public final class Secrets implements QuarkusTestProfile {
    /** Constants, because profiles and tests are loaded apart. */
    static final String ACME = "coop_key-of-acme";
    static final String GLOBEX = "coop_key-of-globex";
    static final String OPERATIONS = "coop_key-of-operations";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> configuration = new HashMap<>(new TemporaryStore().getConfigOverrides());
        configuration.put("coop.auth.mode", "keys");
        configuration.put("coop.auth.keys-file", file().toString());
        configuration.put("coop.limits.requests-per-second", "0");
        return configuration;
    }

    static Path file() {
        try {
            return Files.write(Files.createTempFile("coop", ".keys"), List.of(ApiKey.of("acmes-app", "acme", ACME).toString(),
                    ApiKey.of("globexs-app", "globex", GLOBEX).toString(), ApiKey.of("ops", "*", OPERATIONS).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a key, or a token, with all requests from here on. */
    static void present(String secret) {
        presentNothing(); // or the new specification would begin with the old one
        RestAssured.requestSpecification = new RequestSpecBuilder().addHeader("Authorization", "Bearer " + secret).build();
    }

    static void presentNothing() {
        RestAssured.requestSpecification = null;
    }
}
