package io.coopserve.prompt;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.report.Comparison;
import io.coopserve.report.Evaluation;
import io.coopserve.report.Interval;
import io.coopserve.report.Spread;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a published version is, and what it is worth.
 *
 * @param run the run that learned it
 * @param model fingerprint of the CLIP it was learned on
 * @param recipe everything that was set, defaults filled in
 * @param report what metrics say of the learned prompt, class by class, and how far its scores can be trusted
 * @param nearestWords of each context vector the nearest tokens and their distances, nearest first
 * @param notes where the run departs from the paper
 * @param fileSha256 of prompt.safetensors; null where it was published before cards had it
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record PromptCard(String prompt, int version, Instant created, String run, String model, JsonNode recipe, Data data,
        Metrics metrics, Evaluation report, Timings timings, List<Map<String, Float>> nearestWords, List<String> notes,
        String fileSha256) {

    /** Of a version whose file is not yet written. */
    public PromptCard(String prompt, int version, Instant created, String run, String model, JsonNode recipe, Data data,
            Metrics metrics, Evaluation report, Timings timings, List<Map<String, Float>> nearestWords, List<String> notes) {
        this(prompt, version, created, run, model, recipe, data, metrics, report, timings, nearestWords, notes, null);
    }

    public PromptCard of(String file) {
        return new PromptCard(prompt, version, created, run, model, recipe, data, metrics, report, timings, nearestWords, notes,
                file);
    }

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
     * @param handWritten the recipe's templates
     * @param ensemble the seven templates that do best on ImageNet ({@code CLIP}'s and CoOp's choice)
     * @param linearProbe logistic regression on the features of the same training images, without any text
     * @param untrained the context as it was before the first step
     * @param gain learned against hand-written, image by image
     * @param trainLoss mean objective of the last epoch
     * @param seeds null of one seed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Metrics(Score learned, Score handWritten, Score ensemble, Score linearProbe, Score untrained, Comparison gain,
            Double trainLoss, Seeds seeds) {
        public Metrics with(Seeds several) {
            return new Metrics(learned, handWritten, ensemble, linearProbe, untrained, gain, trainLoss, several);
        }
    }

    /**
     * The same recipe with several seeds, each with training images, a start and an order of its own. The version is of the first
     * of them.
     *
     * @param accuracies of the learned prompts, seed by seed
     * @param learned these
     * @param gain accuracy less the hand-written prompt's
     * @param linearProbe accuracy of the linear probes
     */
    public record Seeds(List<Long> seeds, List<Double> accuracies, Spread learned, Spread gain, Spread linearProbe) {}

    /**
     * @param accuracy share of images whose most probable label is right
     * @param interval of 95 %, as far as the choice of images goes
     * @param templates if it is made of hand-written ones
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Score(double accuracy, Interval interval, List<String> templates) {}

    /** Wall-clock seconds of the parts of a run. */
    public record Timings(double encodeImages, double train, double evaluate) {}
}
