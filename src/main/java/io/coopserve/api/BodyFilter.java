package io.coopserve.api;

import java.io.InputStream;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.vertx.ext.web.RoutingContext;

/**
 * Hands over the body that was received. One of no declared type (curl -T) is taken for what it mostly is, a file; not for
 * whatever resource comes first.
 */
public final class BodyFilter {
    @ServerRequestFilter(preMatching = true)
    public void declare(ContainerRequestContext request, RoutingContext context) {
        InputStream body = Bodies.of(context);
        if (body != null) {
            request.setEntityStream(body);
        }
        checkTypes(request, HttpHeaders.CONTENT_TYPE, 415);
        checkTypes(request, HttpHeaders.ACCEPT, 406);
        if (request.getHeaderString(HttpHeaders.CONTENT_TYPE) == null) {
            request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
        }
    }

    private static void checkTypes(ContainerRequestContext request, String header, int status) {
        String types = request.getHeaderString(header);
        try {
            for (String type : types == null ? new String[0] : types.split(",")) {
                MediaType.valueOf(type);
            }
        } catch (IllegalArgumentException e) {
            throw BadRequest.of(status, "%s: %s is no media type.".formatted(header, types));
        }
    }
}
