package io.coopserve.api;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.tenant.Caller;
import io.quarkus.security.identity.SecurityIdentity;

/** Whose images a request brings, where its path names no tenant. */
@ApplicationScoped
class Sender {
    private final SecurityIdentity identity;

    Sender(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** See {@link Caller#account}. */
    String name() {
        return ((Caller) identity.getPrincipal()).account();
    }
}
