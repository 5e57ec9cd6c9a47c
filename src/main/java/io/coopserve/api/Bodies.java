package io.coopserve.api;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Receives bodies, small ones in memory and others in temporary files, before a thread is taken for their request: who sends
 * slowly holds a connection and nothing else. Bodies above their limit and senders that all but stop are refused.
 */
@Singleton
final class Bodies {
    private static final String BODY = Bodies.class.getName();
    private static final int AFTER_ADMISSION = 80;
    private static final long SMALL = 256 << 10;
    private static final long ALL_SMALL = 32 << 20;
    private static final int PERIOD_MILLIS = 10_000;
    private static final long LEAST_BYTES_PER_PERIOD = 10 << 10;

    private final Vertx vertx;
    private final BodyLimit.ByKind limits;
    private final AtomicLong inMemory = new AtomicLong();

    Bodies(Vertx vertx, BodyLimit.ByKind limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, AFTER_ADMISSION);
    }

    /** The body of a request, from its start; null if it has none. */
    static InputStream of(RoutingContext context) {
        ReceivedBody body = context.get(BODY);
        return body == null ? null : body.stream();
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        if (length == null && !request.headers().contains("Transfer-Encoding")
                || !context.normalizedPath().startsWith("/v1/")) {
            context.next();
            return;
        }
        BodyLimit limit = limits.of(context);
        long declared = length == null ? Long.MAX_VALUE : Long.parseLong(length); // the parser of HTTP has checked it
        if (length != null && declared > limit.bytes()) {
            limit.problem().send(context);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        ReceivedBody body = new ReceivedBody(vertx, context, limit);
        context.put(BODY, body);
        watch(context, body);
        if (declared <= SMALL && reserve(declared)) {
            context.addEndHandler(end -> inMemory.addAndGet(-declared));
            body.keep();
        } else {
            body.store();
        }
    }

    /** Many small bodies that never come to their end would be many bytes. */
    private boolean reserve(long bytes) {
        boolean room = inMemory.addAndGet(bytes) <= ALL_SMALL;
        if (!room) {
            inMemory.addAndGet(-bytes);
        }
        return room;
    }

    /** Refuses a body that has all but stopped coming. */
    private void watch(RoutingContext context, ReceivedBody body) {
        AtomicLong before = new AtomicLong();
        long watch = vertx.setPeriodic(PERIOD_MILLIS, timer -> {
            HttpServerRequest request = context.request();
            if (body.isWhole() || context.response().headWritten()) {
                vertx.cancelTimer(timer);
            } else if (request.bytesRead() - before.getAndSet(request.bytesRead()) < LEAST_BYTES_PER_PERIOD) {
                vertx.cancelTimer(timer);
                Problem.of(408, "The body came at less than %d bytes per second.".formatted(LEAST_BYTES_PER_PERIOD * 1000
                        / PERIOD_MILLIS)).send(context);
            }
        });
        context.addEndHandler(end -> vertx.cancelTimer(watch));
    }
}
