package io.coopserve.api;

import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.coopserve.classify.ImageEncoder;
import io.coopserve.classify.Sender;
import io.coopserve.tenant.Caller;
import io.coopserve.tenant.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Who sends images: refused before they are received, if too many wait already, and watched while they wait, since what
 * nobody waits for any more need not be computed.
 */
@Singleton
final class Senders {
    private static final String GONE = Senders.class.getName();
    private static final int AFTER_RATE = 85;

    private final ImageEncoder encoder;
    private final SecurityIdentity identity;
    private final CurrentVertxRequest request;

    Senders(ImageEncoder encoder, SecurityIdentity identity, CurrentVertxRequest request) {
        this.encoder = encoder;
        this.identity = identity;
        this.request = request;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, AFTER_RATE);
    }

    private void admit(RoutingContext context) {
        if (!BodyLimit.ByKind.holdsImages(context)) {
            context.next();
            return;
        }
        encoder.overload().ifPresentOrElse(
                overload -> Problem.of(429, overload.getMessage()).send(context, overload.retryAfter()), () -> {
                    CompletableFuture<Void> gone = new CompletableFuture<>();
                    context.put(GONE, gone).addEndHandler(end -> {
                        if (end.failed()) {
                            gone.complete(null);
                        }
                    });
                    context.next();
                });
    }

    /** Of images that are a tenant's. */
    Sender of(TenantId tenant) {
        return sender(tenant.value());
    }

    /** Of images in a request whose path names no tenant, see {@link Caller#account}. */
    Sender caller() {
        return sender(((Caller) identity.getPrincipal()).account());
    }

    private Sender sender(String account) {
        CompletableFuture<Void> gone = request.getCurrent().get(GONE);
        return new Sender(account, gone == null ? new CompletableFuture<>() : gone);
    }
}
