package io.coopserve.api;

import jakarta.inject.Singleton;

import io.coopserve.dataset.UploadLimits;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * How large a body may be: what is not known to be large has to be small.
 *
 * @param what as the problem names it
 */
record BodyLimit(String what, long bytes) {
    Problem problem() {
        return Problem.of(413, "%s is larger than the %d bytes that are allowed.".formatted(what, bytes));
    }

    /** The limits by the path and the type of the body. */
    @Singleton
    static final class ByKind {
        private final RequestLimits requests;
        private final UploadLimits uploads;

        ByKind(RequestLimits requests, UploadLimits uploads) {
            this.requests = requests;
            this.uploads = uploads;
        }

        /** Whether a request is one for the image tower. */
        static boolean holdsImages(RoutingContext context) {
            String path = context.normalizedPath();
            return path.startsWith("/v1/") && (path.endsWith("/classify") || path.endsWith("/embeddings"));
        }

        BodyLimit of(RoutingContext context) {
            String path = context.normalizedPath();
            String type = String.valueOf(context.request().getHeader("Content-Type")).strip()
                    .toLowerCase(java.util.Locale.ROOT);
            if (context.request().method() == HttpMethod.PUT && path.contains("/datasets/")) {
                return new BodyLimit("The archive", uploads.datasetBytes().asLongValue());
            }
            if (holdsImages(context)) {
                return type.startsWith("application/json") || type.startsWith("multipart/")
                        ? new BodyLimit("The request", requests.requestBytes().asLongValue())
                        : new BodyLimit("The image", uploads.imageBytes().asLongValue());
            }
            if (path.endsWith("/versions") && type.startsWith("multipart/")) {
                return new BodyLimit("The request", requests.requestBytes().asLongValue());
            }
            return new BodyLimit("The body", requests.jsonBytes().asLongValue());
        }
    }
}
