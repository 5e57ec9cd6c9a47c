package io.coopserve.report;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How a context that was learned on some classes does on others (CoCoOp, arXiv 2203.05557, section 4.1): the first half of the
 * classes in class order are base, one more than the rest if K is odd, the others new. Base images are answered among base classes
 * and new images among new ones.
 *
 * @param baseAccuracy share of base images whose answer is right, 0 to 1
 * @param newAccuracy share of new images whose answer is right, 0 to 1
 * @param harmonicMean 2bn / (b + n); 0 if both are 0
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record BaseToNew(double baseAccuracy, double newAccuracy, double harmonicMean) {

    /** How many of K classes are base: the first ⌈K/2⌉. */
    public static int baseClasses(int classes) {
        return classes - classes / 2;
    }

    /** @throws IllegalArgumentException if one of them is not from 0 to 1 */
    public static BaseToNew of(double baseAccuracy, double newAccuracy) {
        if (!isShare(baseAccuracy) || !isShare(newAccuracy)) {
            throw new IllegalArgumentException(
                    "accuracies are from 0 to 1, not %s and %s".formatted(baseAccuracy, newAccuracy));
        }
        double sum = baseAccuracy + newAccuracy;
        return new BaseToNew(baseAccuracy, newAccuracy, sum == 0 ? 0 : 2 * baseAccuracy * newAccuracy / sum);
    }

    /**
     * @param logits of all images for all classes, the context having been learned on the base classes: (N, K)
     * @param labels class index of each image: (N)
     * @throws IllegalArgumentException if base or new classes have no image, or a row is not K finite numbers and the index of one
     *             of them
     */
    public static BaseToNew of(double[][] logits, int[] labels) {
        LabelledLogits images = new LabelledLogits(logits, labels);
        int base = baseClasses(images.classes());
        return of(accuracy(images, 0, base), accuracy(images, base, images.classes()));
    }

    private static double accuracy(LabelledLogits images, int from, int to) {
        int all = 0;
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            if (images.label(i) >= from && images.label(i) < to) {
                all++;
                right += LabelledLogits.best(images.row(i), from, to) == images.label(i) ? 1 : 0;
            }
        }
        if (all == 0) {
            throw new IllegalArgumentException("no image is of class %d to %d".formatted(from, to - 1));
        }
        return (double) right / all;
    }

    private static boolean isShare(double value) {
        return value >= 0 && value <= 1;
    }
}
