package io.coopserve.api;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.coopserve.tenant.Caller;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * Lets nobody see another tenant. The store is not asked, so the answer is the same whether there is such a tenant or not.
 * It goes by the matched path, so there is no way to write one that the resource reads differently.
 */
public final class TenantWall {
    private final SecurityIdentity identity;

    TenantWall(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    public RestResponse<Problem> check(UriInfo uri) {
        String tenant = uri.getPathParameters().getFirst("tenant");
        return tenant == null || ((Caller) identity.getPrincipal()).mayUse(tenant)
                ? null
                : Problem.of(404, "There is nothing at this path for the caller of this request.").response();
    }
}
