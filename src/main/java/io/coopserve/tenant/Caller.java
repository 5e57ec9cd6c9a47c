package io.coopserve.tenant;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request.
 *
 * @param name of the key, or the subject of the token; no secret
 * @param tenant whose prompts, data sets and runs it may use; none for one who only operates
 */
public record Caller(String name, Optional<TenantId> tenant, Set<Role> roles) implements Principal {
    /** Without authentication there is nobody to tell apart. */
    public static final Caller ANYONE = new Caller("anyone", Optional.empty(), Set.of(Role.values()));

    @Override
    public String getName() {
        return name;
    }

    /** For whom what the caller asks is counted: the tenant, over all its keys; a key of operations alone. */
    public String account() {
        return tenant.map(TenantId::value).orElseGet(() -> "key " + name); // no tenant's name has a blank
    }

    public boolean operates() {
        return roles.contains(Role.OPERATE);
    }

    /** @param other as it was sent, maybe no valid name */
    public boolean mayUse(String other) {
        return operates() || tenant.isPresent() && tenant.get().value().equals(other);
    }
}
