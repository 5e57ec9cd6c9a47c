package io.coopserve.api;

import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.coopserve.classify.ZeroShotClassifier;
import io.coopserve.learn.Recipe;

/** Zero-shot classification: labels come with the request. */
@Path("/v1/classify")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Zero-shot")
@RolesAllowed("classify")
public class ClassifyResource {
    private static final String SUMMARY = "Classify images with labels of the request (zero-shot)";
    private static final String FORMS = "The body is one image (PNG, JPEG, GIF, BMP; labels in the query), a form with parts named image and a "
            + "JSON part named request, or JSON with images as base64.";

    private final ZeroShotClassifier classifier;
    private final Images images;
    private final Senders senders;
    private final RequestLimits limits;

    /** What to tell apart. */
    @Schema(description = "Labels, and optionally templates")
    public record ZeroShotRequest(@Schema(examples = "[\"striped\", \"dotted\"]") List<String> labels,
            @Schema(examples = "[\"a photo of a {}.\"]") List<String> templates,
            @Schema(description = "base64; only where the request is JSON alone") List<String> images) {}

    ClassifyResource(ZeroShotClassifier classifier, Images images, Senders senders, RequestLimits limits) {
        this.classifier = classifier;
        this.images = images;
        this.senders = senders;
        this.limits = limits;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "classify", summary = SUMMARY, description = FORMS)
    public Predictions image(InputStream body,
            @Parameter(example = "striped") @RestQuery("label") List<String> labels,
            @Parameter(example = "a photo of a {}.") @RestQuery("template") List<String> templates,
            @RestQuery String topK, @RestQuery String minScore) {
        return classify(new ZeroShotRequest(labels, templates, null), () -> images.raw(body),
                Predictions.Cut.of(topK, minScore));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = SUMMARY, description = FORMS)
    public Predictions form(@RestForm("image") List<FileUpload> parts,
            @RestForm @PartType(MediaType.APPLICATION_JSON) ZeroShotRequest request, @RestQuery String topK,
            @RestQuery String minScore) {
        return classify(request, () -> images.parts(parts), Predictions.Cut.of(topK, minScore));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = SUMMARY, description = FORMS)
    public Predictions json(ZeroShotRequest request, @RestQuery String topK, @RestQuery String minScore) {
        return classify(request, () -> images.base64(request.images), Predictions.Cut.of(topK, minScore));
    }

    private Predictions classify(ZeroShotRequest request, Supplier<List<byte[]>> source, Predictions.Cut cut) {
        if (request == null || request.labels == null || request.labels.size() < 2) {
            throw BadRequest.unprocessable("labels needs at least 2 entries, as in ?label=striped&label=dotted or "
                    + "{\"labels\":[\"striped\",\"dotted\"]}.");
        }
        if (request.labels.size() > limits.labels()) {
            throw BadRequest.tooLarge("There are %d labels; at most %d are taken.".formatted(request.labels.size(), limits
                    .labels()));
        }
        if (request.labels.stream().anyMatch(label -> label == null || label.isBlank())) {
            throw BadRequest.unprocessable("A label is empty.");
        }
        if (new HashSet<>(request.labels).size() < request.labels.size()) {
            throw BadRequest.unprocessable("A label is given twice.");
        }
        List<String> templates = request.templates == null || request.templates.isEmpty()
                ? List.of(Recipe.HAND_WRITTEN)
                : request.templates;
        Recipe.checkTemplates(templates);
        if (request.labels.size() * templates.size() > limits.texts()) {
            throw BadRequest.tooLarge("%d labels in %d templates are %d texts; at most %d are taken.".formatted(request.labels
                    .size(), templates.size(), request.labels.size() * templates.size(), limits.texts()));
        }
        return Predictions.of(null, classifier.classify(senders.caller(), request.labels, templates, source.get()), cut);
    }
}
