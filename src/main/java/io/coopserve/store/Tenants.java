package io.coopserve.store;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.TenantId;

/** All that is one tenant's, at once. */
@ApplicationScoped
public class Tenants {
    private final ObjectStore store;
    private final Pointers pointers;

    Tenants(ObjectStore store, Pointers pointers) {
        this.store = store;
        this.pointers = pointers;
    }

    /** Deletes data sets, prompts and runs of a tenant. */
    public void delete(TenantId tenant) {
        store.delete(ObjectKey.of(tenant));
        pointers.forget(tenant);
    }
}
