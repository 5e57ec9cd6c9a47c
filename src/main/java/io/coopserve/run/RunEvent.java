package io.coopserve.run;

import java.math.BigDecimal;
import java.math.RoundingMode;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

import io.coopserve.learn.TrainingProgress;
import io.coopserve.prompt.PromptCard;
import io.coopserve.tenant.Name;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a run says of itself. While it trains: where it is; at its end: what came out.
 *
 * @param encodedImages before it trains, and if that takes long: images whose features are known
 * @param images all whose features are needed
 * @param seed that is trained with, where there are several
 * @param epoch from 1 on
 * @param loss mean cross-entropy of this epoch so far
 * @param accuracy on the training images of this epoch so far
 * @param imagesPerSecond training images that pass a step, by the recent pace
 * @param etaSeconds seconds until the end of training, by the recent pace, with all seeds
 * @param version what was published; of a run that goes on, before the training
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record RunEvent(String run, Name prompt, RunState state, Integer encodedImages, Integer images, Long seed, Integer epoch,
        Integer epochs, Integer step, Integer steps, Double loss, Double accuracy, Double learningRate, Double imagesPerSecond,
        Double etaSeconds, Integer version, PromptCard.Metrics metrics, Failure problem) {

    /** Why a run failed, in the terms of RFC 9457. */
    public record Failure(String title, int status, String detail) {}

    public static RunEvent queued(RunRequest request) {
        return plain(request, RunState.QUEUED);
    }

    public static RunEvent running(RunRequest request) {
        return plain(request, RunState.RUNNING);
    }

    public static RunEvent cancelled(RunRequest request) {
        return plain(request, RunState.CANCELLED);
    }

    private static RunEvent plain(RunRequest request, RunState state) {
        return of(request, state, null, null, null);
    }

    private static RunEvent of(RunRequest request, RunState state, Integer version, PromptCard.Metrics metrics,
            Failure problem) {
        return new RunEvent(request.run(), request.prompt(), state, null, null, null, null, null, null, null, null, null, null,
                null,
                null, version, metrics, problem);
    }

    static RunEvent encoding(RunRequest request, int encodedImages, int images) {
        return new RunEvent(request.run(), request.prompt(), RunState.RUNNING, encodedImages, images, null, null, null, null,
                null,
                null, null, null, null, null, null, null, null);
    }

    static RunEvent training(RunRequest request, long seed, TrainingProgress progress, double imagesPerSecond,
            double etaSeconds) {
        return new RunEvent(request.run(), request.prompt(), RunState.RUNNING, null, null,
                request.recipe().seeds() == 1 ? null : seed, progress.epoch(), progress.epochs(),
                progress.step(), progress.steps(), rounded(progress.loss(), 4), rounded(progress.accuracy(), 4), progress
                        .learningRate(),
                rounded(imagesPerSecond, 1), rounded(etaSeconds, 1), null, null, null);
    }

    /** What people read while they wait. */
    private static double rounded(double value, int digits) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).doubleValue() : value;
    }

    /** A version that is there before the training. */
    static RunEvent published(RunRequest request, PromptCard card) {
        return of(request, RunState.RUNNING, card.version(), card.metrics(), null);
    }

    public static RunEvent succeeded(RunRequest request, PromptCard card) {
        return of(request, RunState.SUCCEEDED, card.version(), card.metrics(), null);
    }

    /** A run whose process is gone. */
    public static RunEvent interrupted(RunRequest request) {
        return failed(request, new Failure("Interrupted", 503, "The process that ran it is gone; start the run again."));
    }

    public static RunEvent failed(RunRequest request, Failure failure) {
        return of(request, RunState.FAILED, null, null, failure);
    }

    @JsonIgnore
    public boolean isLast() {
        return state.isFinal();
    }
}
