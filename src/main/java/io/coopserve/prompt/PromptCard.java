package io.coopserve.prompt;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a published version is, and what it is worth.
 *
 * @param run the run that learned it
 * @param model fingerprint of the CLIP it was learned on
 * @param recipe everything that was set, defaults filled in
 * @param nearestWords of each context vector the nearest tokens and their distances, nearest first
 * @param notes where the run departs from the paper
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record PromptCard(String prompt, int version, Instant created, String run, String model, JsonNode recipe, Data data,
        Metrics metrics, Timings timings, List<Map<String, Float>> nearestWords, List<String> notes) {

    /**
     * The images, by SHA-256 of their bytes.
     *
     * @param sha256 of the data set's manifest
     */
    public record Data(String dataset, String sha256, List<String> classes, Map<String, List<String>> train,
            Map<String, List<String>> test) {}

    /**
     * On the held-out images.
     *
     * @param learned the prompt of this version
     * @param handWritten the hand-written templates
     * @param untrained the context as it was before the first step
     * @param trainLoss mean cross-entropy of the last epoch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Metrics(Score learned, HandWritten handWritten, Score untrained, Double trainLoss) {}

    /** @param accuracy share of images whose most probable label is right */
    public record Score(double accuracy) {}

    public record HandWritten(double accuracy, List<String> templates) {}

    /** Wall-clock seconds of the parts of a run. */
    public record Timings(double encodeImages, double train, double evaluate) {}
}
