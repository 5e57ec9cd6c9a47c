package io.coopserve.api;

import java.util.Arrays;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.coopserve.classify.Classification;
import io.coopserve.prompt.Label;
import io.coopserve.prompt.Scores;

/** Answer of both classify resources. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Ranked labels, image by image in the order of the request")
public record Predictions(@Schema(examples = "textures") String prompt, @Schema(examples = "1") Integer version,
        @Schema(description = "Fingerprint of the CLIP") String model, List<Prediction> predictions) {

    /** Labels of one image by falling score. */
    public record Prediction(List<Label> labels) {}

    private static final int DEFAULT_TOP = 5;

    /** What of a ranking is shown. */
    record Cut(int topK, double minScore) {
        static Cut of(String topK, String minScore) {
            return new Cut(Parameters.integer("topK", topK, 1).orElse(DEFAULT_TOP), Parameters.fraction("minScore", minScore));
        }
    }

    static Predictions of(String prompt, Classification classification, Cut cut) {
        return new Predictions(prompt, prompt == null ? null : classification.version(), classification.model(), Arrays.stream(
                classification.logits()).map(
                        logits -> new Prediction(Scores.ranked(classification.classes(), logits, cut.topK,
                                cut.minScore)))
                .toList());
    }
}
