package io.coopserve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The service as it is shipped, with a fresh store folder. Shared by all tests, so that it starts once: each has tenants of its own. */
public final class TemporaryStore implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of("coop.store.path", Files.createTempDirectory("coop-store").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
