package io.coopserve.report;

import java.util.function.IntToDoubleFunction;

/**
 * Probabilities of a classifier's answers.
 *
 * @param values probability of the answer, the largest of the softmax, image by image: (N)
 * @param negativeLogLikelihood mean of −ln of the probability of the image's own class, in nats
 */
record Confidences(LabelledLogits images, double[] values, double negativeLogLikelihood) {
    private static final int BINS = 15;

    /** @param temperature what the logits of an image are divided by */
    static Confidences of(LabelledLogits images, IntToDoubleFunction temperature) {
        double[] values = new double[images.size()];
        double loss = 0;
        for (int i = 0; i < values.length; i++) {
            double t = temperature.applyAsDouble(i);
            double largest = images.largest(i);
            double sum = 0;
            for (double logit : images.row(i)) {
                sum += Math.exp((logit - largest) / t);
            }
            values[i] = 1 / sum;
            loss += Math.log(sum) - images.own(i) / t;
        }
        return new Confidences(images, values, loss / values.length);
    }

    /**
     * Expected calibration error (Guo et al. 2017, arXiv 1706.04599, section 2): images lie in 15 bins of confidence, (m − 1)/15
     * to m/15 with the upper end; of each bin how far the share of right answers is from the mean confidence, weighed by its
     * images.
     */
    double expectedCalibrationError() {
        double[] gaps = new double[BINS]; // right answers less confidences: a bin's weight times its gap, N-fold
        for (int i = 0; i < values.length; i++) {
            gaps[(int) Math.ceil(values[i] * BINS) - 1] += (images.isRight(i) ? 1 : 0) - values[i];
        }
        double error = 0;
        for (double gap : gaps) {
            error += Math.abs(gap) / values.length;
        }
        return error;
    }
}
