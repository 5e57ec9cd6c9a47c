package io.coopserve.api;

import java.io.InputStream;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.coopserve.classify.ImageEncoder;
import io.coopserve.clip.FrozenClip;

/** CLIP's features themselves. */
@Path("/v1/embeddings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Zero-shot")
@RolesAllowed("classify")
public class EmbeddingsResource {
    private static final String SUMMARY = "Embed images or texts";
    private static final String FORMS = "The body is one image (PNG, JPEG, GIF, BMP), a form with parts named image, or JSON with either images as "
            + "base64 or texts.";

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Images images;
    private final Senders senders;
    private final RequestLimits limits;

    /** Either images or texts. */
    public record EmbeddingsRequest(@Schema(description = "base64") List<String> images,
            @Schema(examples = "[\"a photo of a dog.\"]") List<String> texts) {}

    /** Vectors of length 1, in the order of the request. */
    public record Embeddings(@Schema(description = "Fingerprint of the CLIP") String model, List<float[]> embeddings) {}

    EmbeddingsResource(FrozenClip model, ImageEncoder encoder, Images images, Senders senders, RequestLimits limits) {
        this.model = model;
        this.encoder = encoder;
        this.images = images;
        this.senders = senders;
        this.limits = limits;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "embed", summary = SUMMARY, description = FORMS)
    public Embeddings image(InputStream body) {
        return embeddings(encoder.encode(senders.caller(), images.raw(body)));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = SUMMARY, description = FORMS)
    public Embeddings form(@RestForm("image") List<FileUpload> parts) {
        return embeddings(encoder.encode(senders.caller(), images.parts(parts)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = SUMMARY, description = FORMS)
    public Embeddings json(EmbeddingsRequest request) {
        if (request == null || request.images == null == (request.texts == null)) {
            throw BadRequest.unprocessable("Give either images (base64) or texts.");
        }
        if (request.images != null) {
            return embeddings(encoder.encode(senders.caller(), images.base64(request.images)));
        }
        if (request.texts.isEmpty() || request.texts.contains(null)) {
            throw BadRequest.unprocessable("texts is empty or has an empty entry.");
        }
        if (request.texts.size() > limits.images()) {
            throw BadRequest.tooLarge("There are %d texts; at most %d are taken in one request.".formatted(request.texts.size(),
                    limits.images()));
        }
        return embeddings(List.of(model.clip().textEncoder().encode(request.texts)));
    }

    private Embeddings embeddings(List<float[]> vectors) {
        return new Embeddings(model.clip().fingerprint(), vectors);
    }
}
