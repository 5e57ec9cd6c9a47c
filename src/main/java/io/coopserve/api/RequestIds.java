package io.coopserve.api;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.MDC;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/** One name for a request, in its answer and in every line of the log about it: the caller's own, if it sends one. */
@Singleton
final class RequestIds {
    private static final String HEADER = "X-Request-Id";
    private static final String LOGGED = "requestId";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int FIRST = 400;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::name, FIRST);
    }

    private static void name(RoutingContext context) {
        String sent = context.request().getHeader(HEADER);
        String id = sent != null && HARMLESS.matcher(sent).matches() ? sent : drawn();
        context.response().putHeader(HEADER, id);
        MDC.put(LOGGED, id);
        context.next();
    }

    /** It tells requests apart and keeps no secret, so it may be cheap. */
    private static String drawn() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
