package io.coopserve.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.coopserve.adapt.UploadLimits;

/**
 * Bounds every body: by its declared length before a byte is read, and by counting. What is not known to be large has to be
 * small.
 */
public final class BodyLimits {
    private final RequestLimits requests;
    private final UploadLimits uploads;

    /** @param what as the problem names it */
    private record Limit(String what, long bytes) {
        private void check(long size) {
            if (size > bytes) {
                throw BadRequest.tooLarge("%s is larger than the %d bytes that are allowed.".formatted(what, bytes));
            }
        }
    }

    BodyLimits(RequestLimits requests, UploadLimits uploads) {
        this.requests = requests;
        this.uploads = uploads;
    }

    @ServerRequestFilter
    public void bound(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.POST) || request.getMethod().equals(HttpMethod.PUT)) {
            Limit limit = limit(request);
            String declared = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
            if (declared != null) {
                limit.check(Long.parseLong(declared));
            }
            request.setEntityStream(new Counted(request.getEntityStream(), limit));
        }
    }

    private Limit limit(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        MediaType type = request.getMediaType();
        if (request.getMethod().equals(HttpMethod.PUT) && path.contains("/datasets/")) {
            return new Limit("The archive", uploads.datasetBytes().asLongValue());
        }
        boolean json = MediaType.APPLICATION_JSON_TYPE.isCompatible(type);
        if (path.endsWith("/classify") || path.endsWith("/embeddings")) {
            return json || MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type)
                    ? new Limit("The request", requests.requestBytes().asLongValue())
                    : new Limit("The image", uploads.imageBytes().asLongValue());
        }
        return new Limit("The body", requests.jsonBytes().asLongValue());
    }

    private static final class Counted extends FilterInputStream {
        private final Limit limit;
        private long total;

        private Counted(InputStream in, Limit limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            total += Math.max(0, read);
            limit.check(total);
            return read;
        }
    }
}
