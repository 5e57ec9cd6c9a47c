package io.coopserve.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.coopserve.store.ContentHash;
import io.coopserve.tenant.Name;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What an upload with an Idempotency-Key was answered: the same upload gets it again.
 *
 * @param request SHA-256 of what was sent
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record KeyedUpload(String request, DatasetSummary answer) {
    static String request(Name dataset, Path archive, long seed) {
        try {
            return ContentHash.of("%s\n%d\n%s".formatted(dataset, seed, ContentHash.of(archive)).getBytes(
                    StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
