package io.coopserve.api;

import java.time.Duration;

import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** What went wrong (RFC 9457). */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What went wrong (RFC 9457)")
public record Problem(@Schema(examples = "about:blank") String type, @Schema(examples = "Not Found") String title,
        @Schema(examples = "404") int status,
        @Schema(description = "What is wrong and what would be right", examples = "There is no prompt \"textures\".") String detail) {
    private static final int MOST_CHARACTERS = 600;
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static Problem of(int status, String detail) {
        RestResponse.Status known = RestResponse.Status.fromStatusCode(status);
        String title = status == 422 ? "Unprocessable Content" : known == null ? "Error" : known.getReasonPhrase();
        return new Problem("about:blank", title, status, printable(detail));
    }

    /** What of a request is repeated here can hold anything. */
    private static String printable(String detail) {
        if (detail == null) {
            return null;
        }
        String whole = detail.replaceAll("\\p{Cntrl}|\\p{Cs}|\\p{Cf}|[\\x80-\\x9f\\u2028\\u2029]", "?");
        return whole.length() <= MOST_CHARACTERS
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, Math.min(MOST_CHARACTERS, whole.codePointCount(0, whole
                        .length())) - 1)) + "…";
    }

    RestResponse<Problem> response() {
        return RestResponse.ResponseBuilder.<Problem>create(status).entity(this).type(MEDIA_TYPE).build();
    }

    /** Ends a request that has not come to a resource. */
    void send(RoutingContext context) {
        context.response().setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE.toString()).end(new JsonObject().put(
                "type", type).put("title", title).put("status", status).put("detail", detail).encode());
    }

    /** The same for what another request may get done after a wait. */
    void send(RoutingContext context, Duration wait) {
        context.response().putHeader("Retry-After", String.valueOf(seconds(wait)));
        send(context);
    }

    /** A wait as Retry-After tells it: whole seconds, at least one. */
    static int seconds(Duration wait) {
        return (int) Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    /** For what another request in a while may get done. */
    RestResponse<Problem> retryAfter(int seconds) {
        return RestResponse.ResponseBuilder.<Problem>create(status).entity(this).type(MEDIA_TYPE).header("Retry-After", seconds)
                .build();
    }
}
