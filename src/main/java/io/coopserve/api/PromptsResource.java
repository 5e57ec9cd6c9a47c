package io.coopserve.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;

import io.coopserve.classify.PromptClassifier;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.OfficialCheckpoint;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.run.Adaptations;
import io.coopserve.store.Pointer;
import io.coopserve.store.Prompts;
import io.coopserve.store.Tenants;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Published prompts: what there is, what it is worth, and which version answers. */
@Path("/v1/tenants/{tenant}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prompts")
public class PromptsResource {
    private final Prompts prompts;
    private final PromptClassifier classifier;
    private final Adaptations adaptations;
    private final Tenants tenants;

    /** Names in order. */
    public record PromptList(List<String> prompts) {}

    /** @param current the version that answers, null if none does */
    public record PromptSummary(@Schema(examples = "textures") String prompt, Integer current, List<Integer> versions) {}

    /** Which version answers. */
    public record Current(@Schema(examples = "2") Integer version) {}

    PromptsResource(Prompts prompts, PromptClassifier classifier, Adaptations adaptations, Tenants tenants) {
        this.prompts = prompts;
        this.classifier = classifier;
        this.adaptations = adaptations;
        this.tenants = tenants;
    }

    @GET
    @Path("prompts")
    @RolesAllowed("classify")
    @Operation(operationId = "listPrompts", summary = "List prompts")
    public PromptList list(String tenant) {
        return new PromptList(prompts.list(new TenantId(tenant)).stream().map(Name::value).toList());
    }

    @GET
    @Path("prompts/{prompt}")
    @RolesAllowed("classify")
    @Operation(operationId = "getPrompt", summary = "Show a prompt's versions and its pointer")
    public PromptSummary get(String tenant, String prompt) {
        TenantId owner = new TenantId(tenant);
        Name name = new Name(prompt);
        Pointer pointer = prompts.current(owner, name);
        return new PromptSummary(prompt, pointer.version(), prompts.versions(owner, name));
    }

    @GET
    @Path("prompts/{prompt}/versions/{version}")
    @RolesAllowed("classify")
    @Operation(operationId = "getCard", summary = "Show the card of a version: recipe, data, metrics")
    public RestResponse<PromptCard> card(String tenant, String prompt, String version, Request request) {
        PromptCard card = prompts.card(new TenantId(tenant), new Name(prompt), Parameters.version(version));
        return unlessKnown(card, request, () -> RestResponse.ResponseBuilder.ok(card));
    }

    /** A version never changes: who has it already, by its ETag, need not get it again. */
    private static <T> RestResponse<T> unlessKnown(PromptCard card, Request request,
            Supplier<RestResponse.ResponseBuilder<T>> answer) {
        if (card.fileSha256() == null) {
            return answer.get().build(); // of an early release
        }
        EntityTag tag = new EntityTag(card.fileSha256());
        return request.evaluatePreconditions(tag) == null
                ? answer.get().tag(tag).build()
                : RestResponse.ResponseBuilder.<T>create(RestResponse.Status.NOT_MODIFIED).tag(tag).build();
    }

    @GET
    @Path("prompts/{prompt}/versions/{version}/prompt.safetensors")
    @Produces("application/octet-stream")
    @Operation(operationId = "downloadPrompt", summary = "Download the learned context and its class weights")
    public RestResponse<byte[]> download(String tenant, String prompt, String version, Request request) {
        TenantId owner = new TenantId(tenant);
        Name name = new Name(prompt);
        PromptCard card = prompts.card(owner, name, Parameters.version(version));
        return unlessKnown(card, request,
                () -> RestResponse.ResponseBuilder.ok(prompts.file(owner, name, card)).header("Content-Disposition",
                        "attachment; filename=\"%s-%s.safetensors\"".formatted(prompt,
                                version)));
    }

    @GET
    @Path("prompts/{prompt}/versions/{version}/model.pth.tar")
    @Produces("application/octet-stream")
    @Operation(operationId = "exportVersion", summary = "Download the learned context as a checkpoint of the official code", description = "As "
            + "prompt_learner/model.pth.tar-N: state_dict with ctx and, of cocoop's, the meta-network. Class names, classPosition and "
            + "ctxInit are not in it.")
    public RestResponse<byte[]> export(String tenant, String prompt, String version) {
        byte[] file = prompts.file(new TenantId(tenant), new Name(prompt), Parameters.version(version));
        LearnedPrompt learned = PromptFile.read(file);
        if (LearnedContext.of(learned).isEmpty()) {
            throw BadRequest
                    .unprocessable("Version %s has no learned context, so it is no checkpoint of CoOp or CoCoOp.".formatted(
                            version));
        }
        return RestResponse.ResponseBuilder.ok(OfficialCheckpoint.write(learned)).header("Content-Disposition",
                "attachment; filename=\"model.pth.tar-%s\"".formatted(version)).build();
    }

    @GET
    @Path("prompts/{prompt}/current")
    @RolesAllowed("classify")
    @Operation(operationId = "getCurrent", summary = "Show the pointer; its ETag is the number of the move")
    public RestResponse<Current> current(String tenant, String prompt) {
        return response(prompts.current(new TenantId(tenant), new Name(prompt)));
    }

    @PUT
    @Path("prompts/{prompt}/current")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "moveCurrent", summary = "Move the pointer: promote or roll back", description = "With If-Match it "
            + "moves only if nobody else has moved it since.")
    public RestResponse<Current> move(String tenant, String prompt, Current target, @RestHeader("If-Match") String ifMatch) {
        if (target == null || target.version == null || target.version < 1) {
            throw BadRequest.unprocessable("version is missing or below 1: send {\"version\":2}.");
        }
        return response(prompts.move(new TenantId(tenant), new Name(prompt), target.version, sequence(ifMatch)));
    }

    private static Optional<Long> sequence(String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return Optional.empty();
        }
        if (!ifMatch.matches("\"\\d{1,18}\"")) {
            throw BadRequest.malformed("If-Match %s is not an ETag of the pointer, such as \"3\".".formatted(ifMatch));
        }
        return Optional.of(Long.valueOf(ifMatch.substring(1, ifMatch.length() - 1)));
    }

    private static RestResponse<Current> response(Pointer pointer) {
        return RestResponse.ResponseBuilder.ok(new Current(pointer.version())).header("ETag", "\"" + pointer.sequence() + "\"")
                .build();
    }

    @DELETE
    @Path("prompts/{prompt}/versions/{version}")
    @Operation(operationId = "deleteVersion", summary = "Delete a version that is not the current one")
    public void deleteVersion(String tenant, String prompt, String version) {
        TenantId owner = new TenantId(tenant);
        prompts.delete(owner, new Name(prompt), Parameters.version(version));
        classifier.forget(owner);
    }

    @DELETE
    @Path("prompts/{prompt}")
    @Operation(operationId = "deletePrompt", summary = "Delete a prompt with all versions")
    public void delete(String tenant, String prompt) {
        TenantId owner = new TenantId(tenant);
        prompts.delete(owner, new Name(prompt));
        classifier.forget(owner);
    }

    @DELETE
    @Operation(operationId = "deleteTenant", summary = "Cancel all runs of a tenant and delete all it has")
    public void deleteAll(String tenant) {
        TenantId owner = new TenantId(tenant);
        adaptations.cancelAll(owner);
        tenants.delete(owner);
        classifier.forget(owner);
    }
}
