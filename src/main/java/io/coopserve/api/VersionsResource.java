package io.coopserve.api;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.coopserve.clip.FrozenClip;
import io.coopserve.learn.Recipe;
import io.coopserve.prompt.PromptCard;
import io.coopserve.report.BaseToNew;
import io.coopserve.report.Evaluation;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.version.Evaluations;
import io.coopserve.version.PromptImport;
import io.coopserve.version.Vocabulary;

/** What else can be done with a published version than asking it: measure it, and change its classes. */
@Path("/v1/tenants/{tenant}/prompts/{prompt}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompts")
public class VersionsResource {
    private final FrozenClip model;
    private final Evaluations evaluations;
    private final Vocabulary vocabulary;
    private final PromptImport imports;

    /** What to measure. */
    public record EvaluationRequest(@Schema(examples = "textures") Name dataset,
            @Schema(description = "by default the current one") Integer version,
            @Schema(description = "hand-written prompts to compare with; by default \"a photo of a {}.\"") List<String> templates,
            @Schema(description = "whether the first half of the classes is to be told apart from the rest") Boolean baseToNew) {}

    /** A version on the test images of a data set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EvaluationResult(String prompt, int version, String model, String dataset,
            @Schema(description = "of the data set when it was measured on") String sha256, PromptCard.Metrics metrics,
            Evaluation report, BaseToNew baseToNew, double seconds) {}

    /** How a class list changes: names are removed, then renamed, then added at the end. */
    public record ClassesRequest(
            @Schema(description = "the version whose classes change; by default the current one") Integer from,
            List<String> add, List<String> remove, @Schema(description = "new names by old ones") Map<String, String> rename) {}

    /** What a checkpoint of the official code does not hold. */
    public record ImportDescription(@Schema(examples = "[\"striped\", \"dotted\"]") List<String> classes,
            @Schema(examples = "end") String classPosition, @Schema(examples = "a photo of a") String ctxInit) {}

    VersionsResource(FrozenClip model, Evaluations evaluations, Vocabulary vocabulary, PromptImport imports) {
        this.model = model;
        this.evaluations = evaluations;
        this.vocabulary = vocabulary;
        this.imports = imports;
    }

    @POST
    @Path("evaluations")
    @Operation(operationId = "evaluate", summary = "Measure a version on the test images of a data set", description = "Accuracy "
            + "with its interval, class by class, with the confusion matrix, calibration and a score below which an answer should "
            + "be taken for none of the classes; beside it hand-written prompts on the same images. The data set may have images "
            + "of some of the prompt's classes only.")
    @RequestBody(content = @Content(schema = @Schema(implementation = EvaluationRequest.class), examples = @ExampleObject(name = "a version", value = "{\"dataset\":\"textures\",\"version\":2}")))
    public EvaluationResult evaluate(String tenant, String prompt, EvaluationRequest request) {
        if (request == null || request.dataset == null) {
            throw BadRequest
                    .unprocessable("dataset is missing: name the data set to measure on, as in {\"dataset\":\"textures\"}.");
        }
        Evaluations.Answer answer = evaluations.evaluate(new TenantId(tenant), new Name(prompt), new Evaluations.Question(
                request.dataset, version("version", request.version), request.templates == null
                        ? List.of(Recipe.HAND_WRITTEN)
                        : request.templates,
                Boolean.TRUE.equals(request.baseToNew)));
        return new EvaluationResult(prompt, answer.version(), model.clip().fingerprint(), answer.dataset().dataset().value(),
                answer
                        .dataset().sha256(),
                answer.metrics(), answer.report(), answer.baseToNew(), answer.seconds());
    }

    @POST
    @Path("versions")
    @Operation(operationId = "changeClasses", summary = "Add, remove or rename classes without training", description = "Publishes a "
            + "new version with the same context and makes it the current one. A context of each class's own (classSpecific) "
            + "cannot be given to another class.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ClassesRequest.class), examples = @ExampleObject(name = "all", value = "{\"from\":3,\"add\":[\"zigzag\"],\"remove\":[\"brick\"],\"rename\":{\"dotted\":\"polka dots\"}}")))
    @APIResponse(responseCode = "201", description = "The card of the new version", content = @Content(schema = @Schema(implementation = PromptCard.class)))
    public RestResponse<PromptCard> change(String tenant, String prompt, ClassesRequest request) {
        if (request == null) {
            throw BadRequest.malformed("The body is missing: send a change such as {\"add\":[\"zigzag\"]}.");
        }
        return created(tenant, vocabulary.publish(new TenantId(tenant), new Name(prompt), new Vocabulary.Change(version("from",
                request.from), names("add", request.add), names("remove", request.remove),
                request.rename == null
                        ? Map.of()
                        : request.rename)));
    }

    @POST
    @Path("versions")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "importVersion", summary = "Publish a prompt that was learned elsewhere", description = "The part file "
            + "is a prompt.safetensors of this service, or a prompt_learner/model.pth.tar-N of the official code of CoOp or CoCoOp, of "
            + "which tensors are read and nothing else. For the latter the part description names the classes in the order of "
            + "training, and classPosition and ctxInit if they were set.")
    @APIResponse(responseCode = "201", description = "The card of the new version", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = PromptCard.class)))
    public RestResponse<PromptCard> importFile(String tenant, String prompt, @RestForm("file") FileUpload file,
            @RestForm @PartType(MediaType.APPLICATION_JSON) ImportDescription description) {
        if (file == null) {
            throw BadRequest.malformed("The form has no part named file.");
        }
        ImportDescription given = description == null ? new ImportDescription(null, null, null) : description;
        return created(tenant, imports.publish(new TenantId(tenant), new Name(prompt), file.uploadedFile(),
                new PromptImport.Description(given.classes, given.classPosition, given.ctxInit)));
    }

    private static RestResponse<PromptCard> created(String tenant, PromptCard card) {
        return RestResponse.ResponseBuilder.<PromptCard>create(RestResponse.Status.CREATED).entity(card).location(URI.create(
                "/v1/tenants/%s/prompts/%s/versions/%d".formatted(tenant, card.prompt(), card.version()))).build();
    }

    private static Optional<Integer> version(String field, Integer number) {
        if (number != null && number < 1) {
            throw BadRequest.unprocessable("%s is %d; versions count from 1.".formatted(field, number));
        }
        return Optional.ofNullable(number);
    }

    private static List<String> names(String field, List<String> names) {
        if (names != null && names.contains(null)) {
            throw BadRequest.unprocessable("%s has a null where a class name should be.".formatted(field));
        }
        return names == null ? List.of() : names;
    }
}
