package io.coopserve.store;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.TenantId;

/** All that is one tenant's, at once. */
@ApplicationScoped
public class Tenants {
    /** What makes other objects visible, or says that they are there: once these are gone, the rest belongs to nothing. */
    private static final Pattern FIRST = Pattern.compile(".*/(card\\.json|current/[^/]*|manifests/[^/]*|run\\.json|"
            + Datasets.WHOLE + ")");
    private static final int ROUNDS = 10;

    private final ObjectStore store;
    private final Pointers pointers;

    Tenants(ObjectStore store, Pointers pointers) {
        this.store = store;
        this.pointers = pointers;
    }

    /**
     * Deletes data sets, prompts, runs and keys of a tenant. When this returns, a listing has shown that nothing is left.
     *
     * @throws ConflictException if others write again and again
     */
    public void delete(TenantId tenant) {
        for (int round = 0; round < ROUNDS; round++) {
            List<ObjectKey> all = Stream.of(ObjectKey.of(tenant), ObjectKey.openRuns().then(tenant)).flatMap(
                    folder -> store.walk(folder).stream().map(folder::below)).toList();
            if (all.isEmpty()) {
                pointers.forget(tenant);
                return;
            }
            store.delete(all.stream().filter(key -> isFirst(key)).toList());
            store.delete(all.stream().filter(key -> !isFirst(key)).toList());
        }
        throw new ConflictException("Tenant \"%s\" is being written to while it is deleted; try again.".formatted(tenant));
    }

    private static boolean isFirst(ObjectKey key) {
        return FIRST.matcher(key.toString()).matches();
    }
}
