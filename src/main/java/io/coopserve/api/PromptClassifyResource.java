package io.coopserve.api;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import io.coopserve.classify.Classification;
import io.coopserve.classify.PromptClassifier;
import io.coopserve.classify.PromptVersion;
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

    private static final String SEVERAL = "Classify images with several learned prompts";
    private static final String SEVERAL_FORMS = "As with one prompt; the query names the prompts that answer, each its current version or, as in colours@2, "
            + "another one. The image passes the tower once.";

    private final PromptClassifier classifier;
    private final Images images;
    private final Senders senders;
    private final RequestLimits limits;

    /** Several images in one request. */
    public record ImagesRequest(@Schema(description = "base64") List<String> images) {}

    /** What each of several prompts says, in the order of the request. */
    public record Answers(List<Predictions> results) {}

    /** The query of all three forms of the request. */
    private record Query(String version, String topK, String minScore) {}

    PromptClassifyResource(PromptClassifier classifier, Images images, Senders senders, RequestLimits limits) {
        this.classifier = classifier;
        this.images = images;
        this.senders = senders;
        this.limits = limits;
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
        return classify(tenant, prompt, new Query(version, topK, minScore), decoded(request));
    }

    @POST
    @Path("classify")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "classifyWithPrompts", summary = SEVERAL, description = SEVERAL_FORMS)
    public Answers imageBySeveral(String tenant, InputStream body,
            @Parameter(example = "textures") @RestQuery("prompt") List<String> prompts, @RestQuery String topK,
            @RestQuery String minScore) {
        return classify(tenant, prompts, new Query(null, topK, minScore), () -> images.raw(body));
    }

    @POST
    @Path("classify")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = SEVERAL, description = SEVERAL_FORMS)
    public Answers formBySeveral(String tenant, @RestForm("image") List<FileUpload> parts,
            @RestQuery("prompt") List<String> prompts, @RestQuery String topK, @RestQuery String minScore) {
        return classify(tenant, prompts, new Query(null, topK, minScore), () -> images.parts(parts));
    }

    @POST
    @Path("classify")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = SEVERAL, description = SEVERAL_FORMS)
    public Answers jsonBySeveral(String tenant, ImagesRequest request, @RestQuery("prompt") List<String> prompts,
            @RestQuery String topK, @RestQuery String minScore) {
        return classify(tenant, prompts, new Query(null, topK, minScore), () -> decoded(request));
    }

    private List<byte[]> decoded(ImagesRequest request) {
        return images.base64(request == null ? null : request.images);
    }

    private Answers classify(String tenant, List<String> prompts, Query query, Supplier<List<byte[]>> source) {
        if (prompts.isEmpty()) {
            throw BadRequest
                    .malformed("prompt is missing: say which prompts shall answer, as in ?prompt=textures&prompt=colours@2.");
        }
        if (prompts.size() > limits.prompts()) {
            throw BadRequest.tooLarge("There are %d prompts; at most %d answer one request.".formatted(prompts.size(), limits
                    .prompts()));
        }
        Predictions.Cut cut = Predictions.Cut.of(query.topK, query.minScore);
        List<PromptVersion> versions = prompts.stream().map(PromptClassifyResource::version).toList();
        List<Classification> all = classify(tenant, versions, source.get());
        return new Answers(
                IntStream.range(0, all.size()).mapToObj(i -> Predictions.of(versions.get(i).prompt().value(), all.get(
                        i), cut)).toList());
    }

    /** A name and maybe a version: {@code colours} or {@code colours@2}. */
    private static PromptVersion version(String prompt) {
        int at = prompt.indexOf('@');
        return at < 0
                ? new PromptVersion(new Name(prompt), Optional.empty())
                : new PromptVersion(new Name(prompt.substring(0, at)), Parameters.integer("version of prompt " + prompt
                        .substring(0, at), prompt.substring(at + 1), 1));
    }

    private Predictions classify(String tenant, String prompt, Query query, List<byte[]> files) {
        Predictions.Cut cut = Predictions.Cut.of(query.topK, query.minScore);
        PromptVersion version = new PromptVersion(new Name(prompt), Parameters.integer("version", query.version, 1));
        return Predictions.of(prompt, classify(tenant, List.of(version), files).get(0), cut);
    }

    private List<Classification> classify(String tenant, List<PromptVersion> versions, List<byte[]> files) {
        TenantId owner = new TenantId(tenant);
        return classifier.classify(senders.of(owner), owner, versions, files);
    }
}
