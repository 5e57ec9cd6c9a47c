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

    /** The tenant of who sends the request, or the name of one who belongs to none. */
    String name() {
        return identity.getPrincipal() instanceof Caller caller && caller.tenant().isPresent()
                ? caller.tenant().get().value()
                : identity.getPrincipal().getName();
    }
}
