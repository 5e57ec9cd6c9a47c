package io.coopserve.api;

import java.time.Duration;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.coopserve.tenant.Caller;
import io.coopserve.tenant.RequestRate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Passed by every request before its body is read: bounds how often a caller asks, and what is done for the refused. */
@Singleton
final class Admission {
    private static final int BEFORE_AUTHENTICATION = 300; // Quarkus' own are 200 and, for authorization, 100
    private static final int AFTER_AUTHORIZATION = 90;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final RequestRate rate;
    private final Vertx vertx;
    private final Counter limited;

    Admission(RequestRate rate, Vertx vertx, MeterRegistry meters) {
        this.rate = rate;
        this.vertx = vertx;
        this.limited = Counter.builder("coop.requests.limited").description("Requests above a tenant's rate").register(meters);
    }

    /** What fails before it comes to any route, and what Quarkus would log as an error of ours. */
    void answerHostless(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == 400 && !context.response().headWritten()) {
                Problem.of(400, "The header Host is missing or wrong.").send(context);
            } else {
                context.next();
            }
        });
    }

    void register(@Observes Filters filters) {
        filters.register(this::lingerOnRefusal, BEFORE_AUTHENTICATION);
        filters.register(this::limitRate, AFTER_AUTHORIZATION);
    }

    /**
     * Who is still sending when the answer is there gets a moment to read it: a connection closed at once may lose it. What
     * is sent until then is read away.
     */
    private void lingerOnRefusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.headers().contains("Content-Length") || request.headers().contains("Transfer-Encoding")) {
            Context loop = vertx.getOrCreateContext();
            context.addEndHandler(end -> loop.runOnContext(then -> readAway(request)));
        }
        context.next();
    }

    private void readAway(HttpServerRequest request) {
        if (!request.isEnded()) {
            long closing = vertx.setTimer(LINGER.toMillis(), timer -> request.connection().close());
            request.handler(chunk -> {
            }).endHandler(rest -> vertx.cancelTimer(closing)).exceptionHandler(gone -> vertx.cancelTimer(closing)).resume();
        }
    }

    private void limitRate(RoutingContext context) {
        Duration wait = context.user() instanceof QuarkusHttpUser user && user.getSecurityIdentity()
                .getPrincipal() instanceof Caller caller ? rate.take(caller) : Duration.ZERO;
        if (wait.isZero()) {
            context.next();
            return;
        }
        limited.increment();
        Problem.of(429, "There are too many requests at once: try again in %d s.".formatted(Problem.seconds(wait))).send(
                context,
                wait);
    }
}
