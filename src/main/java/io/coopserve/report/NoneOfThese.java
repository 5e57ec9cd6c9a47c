package io.coopserve.report;

import java.util.Arrays;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A threshold for the probability of the answer, below which it is better taken as "none of these" (the baseline of Hendrycks and
 * Gimpel, arXiv 1610.02136): the highest one that keeps 95 % of the right answers. It is chosen and measured on the same images.
 * All of them are of one of the classes, so what is known is how many errors it drops; images of no class at all were not seen.
 *
 * @param minScore the lowest probability that is kept, 0 to 1
 * @param rightKept share of right answers whose probability is not below it, at least 0.95
 * @param wrongDropped share of wrong answers whose probability is below it; null if no answer is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NoneOfThese(double minScore, double rightKept, Double wrongDropped) {
    private static final int ONE_DROPPED_OF = 20;

    /** Null if no answer is right. */
    static NoneOfThese of(Confidences confidences) {
        double[] right = sorted(confidences, true);
        double[] wrong = sorted(confidences, false);
        if (right.length == 0) {
            return null;
        }
        double minScore = right[right.length / ONE_DROPPED_OF];
        return new NoneOfThese(minScore, 1 - shareBelow(minScore, right),
                wrong.length == 0 ? null : shareBelow(minScore, wrong));
    }

    private static double[] sorted(Confidences confidences, boolean right) {
        return IntStream.range(0, confidences.values().length).filter(i -> confidences.images().isRight(i) == right)
                .mapToDouble(i -> confidences.values()[i]).sorted().toArray();
    }

    private static double shareBelow(double minScore, double[] scores) {
        return (double) Arrays.stream(scores).filter(score -> score < minScore).count() / scores.length;
    }
}
