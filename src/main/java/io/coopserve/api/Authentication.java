package io.coopserve.api;

import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.coopserve.tenant.AuthConfiguration;
import io.coopserve.tenant.Caller;
import io.coopserve.tenant.InvalidNameException;
import io.coopserve.tenant.KeysFile;
import io.coopserve.tenant.Role;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Finds out who sends a request, before its body is read. The only mechanism there is, in every mode: being an alternative
 * it takes the place of the one that comes with the JWT extension.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class Authentication implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer";
    private static final String NOT_OURS = "/q/"; // probes and scrapers may send what they like

    private final AuthConfiguration configuration;
    private final Exposure exposure;
    private final MeterRegistry meters;
    private KeysFile keys;

    Authentication(AuthConfiguration configuration, Exposure exposure, MeterRegistry meters) {
        this.configuration = configuration;
        this.exposure = exposure;
        this.meters = meters;
    }

    /** Ahead of everything else, and of the HTTP server. */
    void start(@Observes @Priority(1) StartupEvent event) {
        keys = exposure.check(configuration).orElse(null);
    }

    @PreDestroy
    void stop() {
        if (keys != null) {
            keys.close();
        }
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (configuration.mode() == AuthConfiguration.Mode.NONE) {
            return Uni.createFrom().item(identity(Caller.ANYONE));
        }
        Optional<String> presented = presented(context);
        if (presented.isEmpty() || context.normalizedPath().startsWith(NOT_OURS)) {
            return Uni.createFrom().nullItem();
        }
        if (configuration.mode() == AuthConfiguration.Mode.JWT) {
            return identities.authenticate(HttpSecurityUtils.setRoutingContextAttribute(new TokenAuthenticationRequest(
                    new JsonWebTokenCredential(presented.get())), context)).map(token -> identity(caller(token)));
        }
        return keys.caller(presented.get()).map(caller -> Uni.createFrom().item(identity(caller))).orElseGet(() -> Uni
                .createFrom().failure(new AuthenticationFailedException()));
    }

    private static Optional<String> presented(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, SCHEME + " ", 0, SCHEME.length() + 1)
                ? Optional.of(header.substring(SCHEME.length() + 1).strip())
                : Optional.empty();
    }

    private Caller caller(SecurityIdentity identity) {
        JsonWebToken token = (JsonWebToken) identity.getPrincipal();
        Object tenant = token.getClaim(configuration.tenantClaim());
        try {
            return new Caller(token.getName(), Optional.ofNullable(tenant).map(Object::toString).map(TenantId::new), Role
                    .including(identity.getRoles()));
        } catch (InvalidNameException e) {
            throw new AuthenticationFailedException(e);
        }
    }

    private static SecurityIdentity identity(Caller caller) {
        QuarkusSecurityIdentity.Builder builder = QuarkusSecurityIdentity.builder().setPrincipal(caller);
        caller.roles().forEach(role -> builder.addRole(role.text()));
        return builder.build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", SCHEME));
    }

    /** The whole answer, a problem, where the default would send headers only. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        boolean missing = presented(context).isEmpty();
        meters.counter("coop.auth.failures", "reason", missing ? "missing" : "invalid").increment();
        context.response().putHeader("WWW-Authenticate", SCHEME);
        Problem.of(401, missing
                ? "This needs a key: send it as \"Authorization: Bearer …\"."
                : "The key or token of this request is not valid here.").send(context);
        return Uni.createFrom().item(true);
    }
}
