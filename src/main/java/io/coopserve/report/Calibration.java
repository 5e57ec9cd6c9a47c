package io.coopserve.report;

import java.util.OptionalDouble;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whether probabilities are what they say, as served and after temperature scaling (Guo et al. 2017, arXiv 1706.04599).
 *
 * @param served with the logits as they are
 * @param temperature what to divide logits by for the least negative log likelihood on all images; null if no temperature is
 *            best, as where all answers are right (the smaller the better) or no better than chance
 * @param scaled after division by a temperature: every image is scored with the one that was fitted on the other half, so that no
 *            image judges a temperature it has chosen; null if one of the halves has no best one. Images go to the halves by
 *            turns, class by class in the order given.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibration(Fit served, Double temperature, Fit scaled) {

    /**
     * How well probabilities fit what came true.
     *
     * @param negativeLogLikelihood mean of −ln of the probability of the image's own class, in nats
     * @param expectedCalibrationError 0 to 1, over 15 bins of equal width; of few images it is above 0 even where all is well
     */
    public record Fit(double negativeLogLikelihood, double expectedCalibrationError) {
        private static Fit of(Confidences confidences) {
            return new Fit(confidences.negativeLogLikelihood(), confidences.expectedCalibrationError());
        }
    }

    /** @param served what {@link Confidences} are at temperature 1 */
    static Calibration of(LabelledLogits images, Confidences served) {
        OptionalDouble temperature = Temperature.fit(images, i -> true, 1);
        return new Calibration(Fit.of(served), temperature.isPresent() ? temperature.getAsDouble() : null,
                temperature.isPresent() ? scaled(images, temperature.getAsDouble()) : null);
    }

    private static Fit scaled(LabelledLogits images, double start) {
        boolean[] second = secondHalf(images);
        OptionalDouble ofFirst = Temperature.fit(images, i -> !second[i], start);
        OptionalDouble ofSecond = Temperature.fit(images, i -> second[i], start);
        if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
            return null;
        }
        return Fit.of(Confidences.of(images, i -> second[i] ? ofFirst.getAsDouble() : ofSecond.getAsDouble()));
    }

    /** By turns in class order: the halves differ by one image at most, as do those of each class. */
    private static boolean[] secondHalf(LabelledLogits images) {
        int[] next = new int[images.classes() + 1]; // place of a class's next image if all were sorted by class
        for (int i = 0; i < images.size(); i++) {
            next[images.label(i) + 1]++;
        }
        for (int k = 0; k < images.classes(); k++) {
            next[k + 1] += next[k];
        }
        boolean[] second = new boolean[images.size()];
        for (int i = 0; i < second.length; i++) {
            second[i] = next[images.label(i)]++ % 2 == 1;
        }
        return second;
    }
}
