package io.coopserve.report;

import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * The temperature of least negative log likelihood (Guo et al. 2017, section 4.2). In 1/T the loss is convex, so it has one
 * minimum or none; Newton's steps on the logarithm of 1/T find it whatever the scale of the logits, between bounds that the sign
 * of the slope gives.
 */
final class Temperature {
    private static final double LONGEST_STEP = 2;
    /** Newton's error after a step is about its square. */
    private static final double LAST_STEP = 1e-5;
    private static final int MOST_STEPS = 200;

    private Temperature() {
    }

    /**
     * Of some of the images. There is none where the loss has no minimum: if the own class of every image has the largest logit
     * the smaller T the better, and if it has on average none larger than the mean of all classes the larger the better.
     *
     * @param start where the search begins
     */
    static OptionalDouble fit(LabelledLogits images, IntPredicate chosen, double start) {
        if (!hasBest(images, chosen)) {
            return OptionalDouble.empty();
        }
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        double x = -Math.log(start); // of 1/T
        double step = LONGEST_STEP;
        for (int i = 0; i < MOST_STEPS && Math.abs(step) > LAST_STEP; i++) {
            Slope slope = Slope.at(Math.exp(x), images, chosen);
            if (slope.first < 0) {
                low = x;
            } else {
                high = x;
            }
            step = slope.newton(Math.exp(x));
            x += step;
            if (Math.abs(step) > LAST_STEP && (x <= low || x >= high)) {
                x = (low + high) / 2;
            }
        }
        return OptionalDouble.of(Math.exp(-x));
    }

    private static boolean hasBest(LabelledLogits images, IntPredicate chosen) {
        double atZero = 0; // slope of the loss at 1/T = 0: mean logit less own
        double atInfinity = 0; // and where 1/T is large: largest logit less own
        for (int i = 0; i < images.size(); i++) {
            if (chosen.test(i)) {
                double sum = 0;
                for (double logit : images.row(i)) {
                    sum += logit - images.largest(i);
                }
                atZero += sum / images.classes() - images.own(i);
                atInfinity -= images.own(i);
            }
        }
        return atZero < 0 && atInfinity > 0;
    }

    /** First and second derivative of the loss by 1/T: expected logit less own, and variance of the logit, under the softmax. */
    private record Slope(double first, double second) {
        /** Newton's step on ln(1/T), not too far: where the loss is flat it leads anywhere. */
        double newton(double inverse) {
            return first == 0 ? 0 : Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, -first / (second * inverse)));
        }

        static Slope at(double inverse, LabelledLogits images, IntPredicate chosen) {
            double first = 0;
            double second = 0;
            for (int i = 0; i < images.size(); i++) {
                if (chosen.test(i)) {
                    double largest = images.largest(i);
                    double sum = 0;
                    double logits = 0;
                    double squares = 0;
                    for (double logit : images.row(i)) {
                        double below = logit - largest;
                        double weight = Math.exp(below * inverse);
                        sum += weight;
                        logits += weight * below;
                        squares += weight * below * below;
                    }
                    double mean = logits / sum;
                    first += mean - images.own(i);
                    second += Math.max(0, squares / sum - mean * mean);
                }
            }
            return new Slope(first, second);
        }
    }
}
