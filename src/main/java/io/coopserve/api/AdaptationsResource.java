package io.coopserve.api;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.learn.Recipe;
import io.coopserve.run.AdaptationRun;
import io.coopserve.run.Adaptations;
import io.coopserve.run.RunEvent;
import io.coopserve.run.RunView;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;

/**
 * Starts, shows, follows and cancels runs. A POST answers 202 with the place to poll, or, if an event stream is accepted,
 * is itself the stream of progress that ends in the result.
 */
@Path("/v1/tenants/{tenant}")
@Tag(name = "Adaptations")
public class AdaptationsResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String EVENTS = """
            id:7
            event:progress
            data:{"run":"20261123-114557-824-3bd1db65","prompt":"textures","state":"RUNNING","epoch":5,"epochs":200,\
            "step":40,"steps":1600,"loss":1.31,"accuracy":0.56,"learningRate":0.002,"imagesPerSecond":5093.9,\
            "etaSeconds":9.8}

            id:217
            event:result
            data:{"run":"20261123-114557-824-3bd1db65","prompt":"textures","state":"SUCCEEDED","version":1,\
            "metrics":{"learned":{"accuracy":0.74},"handWritten":{"accuracy":0.39,"templates":["a photo of a {}."]}}}
            """;

    private final Adaptations adaptations;
    private final ObjectMapper json;

    /** The newest first. */
    public record RunList(List<RunView> adaptations) {}

    AdaptationsResource(Adaptations adaptations, ObjectMapper json) {
        this.adaptations = adaptations;
        this.json = json;
    }

    @POST
    @Path("prompts/{prompt}/adaptations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "adapt", summary = "Learn a prompt from a data set", description = "202 and a Location to poll. "
            + "With Accept: text/event-stream or application/x-ndjson the answer is the live progress, ending in the result; "
            + "a run whose stream is closed is cancelled unless it is followed again in time. augmentation is how training images are seen: \"none\" (their "
            + "centre crop, encoded once), \"views:1\" to \"views:64\" (at every use one of so many random crops, encoded once) or "
            + "\"official\" (a fresh random crop at every use, so that every step encodes its images: as in the paper, and slow).")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Recipe.class), examples = {
            @ExampleObject(name = "all defaults", value = "{\"dataset\":\"textures\"}"),
            @ExampleObject(name = "from words", value = "{\"dataset\":\"textures\",\"ctxInit\":\"a photo of a\",\"shots\":4}"),
            @ExampleObject(name = "a context that depends on the image", value = "{\"dataset\":\"textures\",\"method\":\"cocoop\",\"shots\":4}"),
            @ExampleObject(name = "a context for each class", value = "{\"dataset\":\"textures\",\"classSpecific\":true,\"classPosition\":\"middle\"}"),
            @ExampleObject(name = "from an earlier version", value = "{\"dataset\":\"textures\",\"from\":1,\"learningRate\":0.0005}"),
            @ExampleObject(name = "from random views", value = "{\"dataset\":\"textures\",\"augmentation\":\"views:8\"}")}))
    @APIResponse(responseCode = "202", description = "Accepted; Location tells where to poll", content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunView.class)))
    @APIResponse(responseCode = "200", description = "The run, live", content = {
            @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = RunEvent.class), example = EVENTS),
            @Content(mediaType = NDJSON, schema = @Schema(implementation = RunEvent.class))})
    public RestResponse<RunView> start(String tenant, String prompt, Recipe recipe,
            @Parameter(description = "of the sender's choice: the same request with the same key begins no second run") @RestHeader(IdempotencyKey.HEADER) String key) {
        AdaptationRun run = adaptations.startInBackground(new TenantId(tenant), new Name(prompt), given(recipe),
                IdempotencyKey.of(key));
        return RestResponse.ResponseBuilder.<RunView>create(RestResponse.Status.ACCEPTED)
                .entity(adaptations.view(run.tenant(), run.id()))
                .location(URI.create("/v1/tenants/" + tenant + "/adaptations/" + run.id())).build();
    }

    @POST
    @Path("prompts/{prompt}/adaptations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> startAndFollow(String tenant, String prompt, Recipe recipe,
            @RestHeader(IdempotencyKey.HEADER) String key, @Context Sse sse) {
        return serverSentEvents(begin(tenant, prompt, recipe, key), 0, sse);
    }

    @POST
    @Path("prompts/{prompt}/adaptations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(NDJSON)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Multi<RunEvent> startAndFollowLines(String tenant, String prompt, Recipe recipe,
            @RestHeader(IdempotencyKey.HEADER) String key) {
        return events(begin(tenant, prompt, recipe, key), 0).map(AdaptationRun.Numbered::event);
    }

    private AdaptationRun begin(String tenant, String prompt, Recipe recipe, String key) {
        return adaptations.startFollowed(new TenantId(tenant), new Name(prompt), given(recipe), IdempotencyKey.of(key));
    }

    private static Recipe given(Recipe recipe) {
        if (recipe == null) {
            throw BadRequest.malformed("The body is missing: send a recipe such as {\"dataset\":\"textures\"}.");
        }
        return recipe;
    }

    @GET
    @Path("adaptations")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listAdaptations", summary = "List runs, the newest first")
    public RunList list(String tenant) {
        return new RunList(adaptations.list(new TenantId(tenant)));
    }

    @GET
    @Path("adaptations/{run}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getAdaptation", summary = "Show a run: its last event and its recipe")
    public RunView get(String tenant, String run) {
        return adaptations.view(new TenantId(tenant), run(run));
    }

    @GET
    @Path("adaptations/{run}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(operationId = "followAdaptation", summary = "Follow a run", description = "Replays the events after "
            + "Last-Event-ID, then goes on live until the result. Also as application/x-ndjson.")
    public Multi<OutboundSseEvent> follow(String tenant, String run, @RestHeader("Last-Event-ID") String lastEventId,
            @Context Sse sse) {
        long after = Parameters.integer("Last-Event-ID", lastEventId, 0).orElse(0);
        RunView view = adaptations.view(new TenantId(tenant), run(run));
        Optional<AdaptationRun> live = adaptations.find(new TenantId(tenant), run);
        return live.map(found -> serverSentEvents(found, after, sse)).orElseGet(() -> Multi.createFrom().item(event(
                new AdaptationRun.Numbered(after + 1, view.event()), sse)));
    }

    @GET
    @Path("adaptations/{run}/events")
    @Produces(NDJSON)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Multi<RunEvent> followLines(String tenant, String run) {
        RunView view = adaptations.view(new TenantId(tenant), run(run));
        return adaptations.find(new TenantId(tenant), run).map(live -> events(live, 0).map(AdaptationRun.Numbered::event))
                .orElseGet(() -> Multi.createFrom().item(view.event()));
    }

    @DELETE
    @Path("adaptations/{run}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "cancelAdaptation", summary = "Cancel a run", description = "It stops within one step and publishes "
            + "nothing. A run that has ended stays as it is.")
    public RestResponse<RunView> cancel(String tenant, String run) {
        TenantId owner = new TenantId(tenant);
        adaptations.view(owner, run(run));
        adaptations.find(owner, run).ifPresent(adaptations::cancel);
        return RestResponse.status(RestResponse.Status.ACCEPTED, adaptations.view(owner, run));
    }

    private static String run(String id) {
        if (!id.matches("[0-9a-z-]{1,64}")) {
            throw BadRequest.malformed("\"%s\" is not the id of a run.".formatted(id));
        }
        return id;
    }

    private Multi<OutboundSseEvent> serverSentEvents(AdaptationRun run, long after, Sse sse) {
        return events(run, after).map(numbered -> event(numbered, sse));
    }

    /** The data is written here, since a declared media type would put a line into each event that SSE does not know. */
    private OutboundSseEvent event(AdaptationRun.Numbered numbered, Sse sse) {
        try {
            return sse.newEventBuilder().id(String.valueOf(numbered.sequence())).name(numbered.event().isLast()
                    ? "result"
                    : "progress").data(json.writeValueAsString(numbered.event())).build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A slow reader never holds up the run: what it has not read waits here, at most all events of the run. */
    private Multi<AdaptationRun.Numbered> events(AdaptationRun run, long after) {
        return Multi.createFrom().emitter(emitter -> {
            Runnable leave = adaptations.attend(run, after, numbered -> {
                emitter.emit(numbered);
                if (numbered.event().isLast()) {
                    emitter.complete();
                }
            });
            emitter.onTermination(leave);
        }, BackPressureStrategy.BUFFER);
    }
}
