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
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.coopserve.classify.PromptClassifier;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Classification with a learned prompt. */
@Path("/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompts")
@RolesAllowed("classify")
public class PromptClassifyResource {
    private static final String SUMMARY = "Classify images with a learned prompt";
    private static final String FORMS = "The body is one image (PNG, JPEG, GIF, BMP), a form with parts named image, or JSON with images as base64. The "
            + "current version answers unless the query names one.";

    private final PromptClassifier classifier;
    private final Images images;

    /** Several images in one request. */
    public record ImagesRequest(@Schema(description = "base64") List<String> images) {}

    /** The query of all three forms of the request. */
    private record Query(String version, String topK, String minScore) {}

    PromptClassifyResource(PromptClassifier classifier, Images images) {
        this.classifier = classifier;
        this.images = images;
    }

    @POST
    @Path("prompts/{prompt}/classify")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "classifyWithPrompt", summary = SUMMARY, description = FORMS)
    public Predictions image(String tenant, String prompt, InputStream body, @RestQuery String version, @RestQuery String topK,
            @RestQuery String minScore) {
        return classify(tenant, prompt, new Query(version, topK, minScore), images.raw(body));
    }

    @POST
    @Path("prompts/{prompt}/classify")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = SUMMARY, description = FORMS)
    public Predictions form(String tenant, String prompt, @RestForm("image") List<FileUpload> parts, @RestQuery String version,
            @RestQuery String topK, @RestQuery String minScore) {
        return classify(tenant, prompt, new Query(version, topK, minScore), images.parts(parts));
    }

    @POST
    @Path("prompts/{prompt}/classify")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = SUMMARY, description = FORMS)
    public Predictions json(String tenant, String prompt, ImagesRequest request, @RestQuery String version,
            @RestQuery String topK,
            @RestQuery String minScore) {
        return classify(tenant, prompt, new Query(version, topK, minScore), images.base64(request == null
                ? null
                : request.images));
    }

    private Predictions classify(String tenant, String prompt, Query query, List<byte[]> files) {
        Predictions.Cut cut = Predictions.Cut.of(query.topK, query.minScore);
        return Predictions.of(prompt, classifier.classify(new TenantId(tenant), new Name(prompt), Parameters.integer("version",
                query.version, 1), files), cut);
    }
}
