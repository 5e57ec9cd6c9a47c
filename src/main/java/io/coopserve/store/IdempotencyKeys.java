package io.coopserve.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.TenantId;

/** What requests with a key of their sender's led to, {@code idempotency/{hash of the key}}. */
@ApplicationScoped
public class IdempotencyKeys {
    private final ObjectStore store;

    IdempotencyKeys(ObjectStore store) {
        this.store = store;
    }

    /** @return false if there was one with that key before */
    public boolean remember(TenantId tenant, String key, Object result) {
        return store.create(object(tenant, key), Json.write(result));
    }

    public <T> Optional<T> remembered(TenantId tenant, String key, Class<T> type) {
        return store.read(object(tenant, key)).map(bytes -> Json.read(bytes, type));
    }

    private static ObjectKey object(TenantId tenant, String key) {
        return ObjectKey.of(tenant).then("idempotency", ContentHash.of(key.getBytes(StandardCharsets.UTF_8)));
    }
}
