package io.coopserve.api;

import java.util.Locale;
import java.util.stream.Collectors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import io.coopserve.classify.OverloadedException;
import io.coopserve.classify.SenderGoneException;
import io.coopserve.clip.ActivationMemoryException;
import io.coopserve.clip.ModelNotReadyException;
import io.coopserve.clip.TextTooLongException;
import io.coopserve.dataset.ArchiveTooLargeException;
import io.coopserve.dataset.InvalidDatasetException;
import io.coopserve.dataset.UnknownArchiveException;
import io.coopserve.image.InvalidImageException;
import io.coopserve.learn.InvalidRecipeException;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.NewerFormatException;
import io.coopserve.run.BackgroundRunException;
import io.coopserve.run.ExecutorUnavailableException;
import io.coopserve.run.PromptBusyException;
import io.coopserve.run.TooManyRunsException;
import io.coopserve.store.ConflictException;
import io.coopserve.store.DamagedVersionException;
import io.coopserve.store.DatasetChangedException;
import io.coopserve.store.KeyReusedException;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.PointerMovedException;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.store.TooManyVersionsException;
import io.coopserve.tenant.InvalidNameException;
import io.coopserve.version.EvaluationBusyException;
import io.coopserve.version.InvalidPromptException;
import io.quarkus.security.ForbiddenException;

/** Every exception becomes a problem here and nowhere else. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper({InvalidRecipeException.class, InvalidDatasetException.class, TextTooLongException.class,
            ActivationMemoryException.class, InvalidPromptException.class, KeyReusedException.class,
            TooManyVersionsException.class})
    public RestResponse<Problem> unprocessable(RuntimeException e) {
        return Problem.of(422, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> name(InvalidNameException e) {
        return Problem.of(400, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> forbidden(ForbiddenException e) {
        return Problem.of(403, "The key or token of this request has not the role for this.").response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> absent(NotFoundException e) {
        return Problem.of(404, e.getMessage()).response();
    }

    @ServerExceptionMapper({ConflictException.class, DatasetChangedException.class, PromptBusyException.class,
            ForeignModelException.class, NewerFormatException.class})
    public RestResponse<Problem> conflict(RuntimeException e) {
        return Problem.of(409, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> moved(PointerMovedException e) {
        return Problem.of(412, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> tooLarge(ArchiveTooLargeException e) {
        return Problem.of(413, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> unknownFormat(UnknownArchiveException e) {
        return Problem.of(415, e.getMessage()).response();
    }

    @ServerExceptionMapper({TooManyRunsException.class, EvaluationBusyException.class})
    public RestResponse<Problem> busy(RuntimeException e) {
        return Problem.of(429, e.getMessage()).retryAfter(30);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> overloaded(OverloadedException e) {
        return Problem.of(429, e.getMessage()).retryAfter(Problem.seconds(e.retryAfter()));
    }

    /** Nobody reads it. */
    @ServerExceptionMapper
    public RestResponse<Problem> gone(SenderGoneException e) {
        return Problem.of(408, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> loading(ModelNotReadyException e) {
        return Problem.of(503, e.getMessage()).retryAfter(5);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> executor(ExecutorUnavailableException e) {
        LOG.errorf(e.getCause(), "A run could not be started: %s", e.getMessage());
        return Problem.of(503, "The run could not be started; the log of the service says why. Try again.").retryAfter(30);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> background(BackgroundRunException e) {
        return Problem.of(406, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> storage(StoreUnavailableException e) {
        LOG.errorf("A request failed: %s", e.getMessage());
        return Problem.of(503, "The storage is not available; nothing was changed that was not acknowledged. Try again.")
                .retryAfter(5);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> damaged(DamagedVersionException e) {
        LOG.error(e.getMessage());
        return Problem.of(500, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> image(InvalidImageException e) {
        int status = switch (e.reason()) {
            case EMPTY -> 400;
            case UNKNOWN_FORMAT -> 415;
            case CORRUPT -> 422;
            case TOO_LARGE -> 413;
        };
        return Problem.of(status, e.getMessage()).response();
    }

    @ServerExceptionMapper
    public RestResponse<Problem> form(BadRequest e) {
        return Problem.of(e.status(), e.getMessage()).response();
    }

    /** Of Jackson's messages only what a caller can use: where, and what was expected. */
    @ServerExceptionMapper
    public RestResponse<Problem> json(JsonProcessingException e) {
        if (e.getCause() instanceof InvalidRecipeException recipe) {
            return unprocessable(recipe);
        }
        if (e.getCause() instanceof InvalidNameException name) {
            return name(name);
        }
        if (e.getCause() instanceof BadRequest form) {
            return form(form);
        }
        return Problem.of(400, detail(e)).response();
    }

    /** Named because Quarkus has a mapper of its own for this subclass. */
    @ServerExceptionMapper
    public RestResponse<Problem> mismatch(MismatchedInputException e) {
        return json(e);
    }

    private static String detail(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "The field \"%s\" is unknown; known are %s.".formatted(path(unknown), unknown.getKnownPropertyIds().stream()
                    .map(Object::toString).sorted().collect(Collectors.joining(", ")));
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "The field \"%s\" is wrong: %s.".formatted(path(mapping), start(mapping.getOriginalMessage())
                    .replace("`", "").replaceAll("(?:[a-z][a-zA-Z0-9_$]*\\.)+([A-Z])", "$1").replaceAll(" \\(but .*\\)", ""));
        }
        return "The body is not valid JSON" + (e instanceof JsonParseException && e.getLocation() != null
                ? ": line %d, column %d."
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
                : " for this request.");
    }

    /**
     * A message may repeat what was sent, of any length, and expressions take their time on it. What may be half of a class's
     * name is left out.
     */
    private static String start(String message) {
        return message.length() <= 500 ? message : message.substring(0, 500).replaceFirst("[\\w.$]*$", "…");
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream().map(step -> step.getFieldName() == null
                ? String.valueOf(step.getIndex())
                : step.getFieldName()).collect(Collectors.joining("."));
    }

    @ServerExceptionMapper
    public RestResponse<Problem> http(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (e.getCause() instanceof JsonProcessingException json) {
            return json(json);
        }
        return Problem.of(status, switch (status) {
            case 404 -> "There is nothing at this path; /q/openapi lists what there is.";
            case 405 -> "This method is not offered here; /q/openapi lists what is.";
            case 406 -> "None of the accepted media types is offered here.";
            case 415 -> "This Content-Type is not taken here; /q/openapi lists what is.";
            default -> e.getMessage();
        }).response();
    }

    /** Errors too, or Quarkus would answer them with what is no problem. */
    @ServerExceptionMapper
    public RestResponse<Problem> unexpected(Throwable e, ContainerRequestContext request) {
        if (isForm(request) && !isRead(request)) {
            return Problem
                    .of(400, "The form cannot be read: it is not what its Content-Type, its boundary or the headers of its "
                            + "parts say, or it has too many parts.")
                    .response();
        }
        LOG.error("A request failed", e);
        return Problem.of(500, "The request failed; the log of the service says why.").response();
    }

    private static boolean isForm(ContainerRequestContext request) {
        return String.valueOf(request.getHeaderString(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT)
                .startsWith("multipart/");
    }

    /** Whatever is thrown while the form is read is the form's fault; the parser has a dozen ways to say so. */
    private static boolean isRead(ContainerRequestContext request) {
        return request instanceof ResteasyReactiveContainerRequestContext ours && ours
                .getServerRequestContext() instanceof ResteasyReactiveRequestContext context && context.getFormData() != null;
    }
}
