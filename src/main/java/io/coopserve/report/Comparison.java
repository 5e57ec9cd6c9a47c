package io.coopserve.report;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Two classifiers on the same images. Only images that one of them gets right and the other wrong tell them apart.
 *
 * @param images N
 * @param gained images that are right, and wrong by the baseline
 * @param lost images that are wrong, and right by the baseline
 * @param gain accuracy less the baseline's: (gained − lost) / N
 * @param gainInterval Tango's, of 95 %; it leaves 0 out just where McNemar's test without continuity correction is below 0.05
 * @param pValue of McNemar's exact test, two-sided: how often fair coins would part gained and lost at least as unevenly. It is
 *            the more careful of the two: of few images the interval may leave 0 out while it is above 0.05.
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record Comparison(int images, int gained, int lost, double gain, Interval gainInterval, double pValue) {

    /**
     * @param logits (N, K)
     * @param baseline of the same images: (N, K)
     * @param labels class index of each image: (N)
     * @throws IllegalArgumentException if there is no image, or a row is not K finite numbers and the index of one of them
     */
    public static Comparison of(double[][] logits, double[][] baseline, int[] labels) {
        LabelledLogits ours = new LabelledLogits(logits, labels);
        LabelledLogits theirs = new LabelledLogits(baseline, labels);
        int gained = 0;
        int lost = 0;
        for (int i = 0; i < labels.length; i++) {
            gained += ours.isRight(i) && !theirs.isRight(i) ? 1 : 0;
            lost += !ours.isRight(i) && theirs.isRight(i) ? 1 : 0;
        }
        return of(labels.length, gained, lost);
    }

    /** @throws IllegalArgumentException if these are not counts of some images */
    public static Comparison of(int images, int gained, int lost) {
        if (images < 1 || gained < 0 || lost < 0 || gained > images - lost) {
            throw new IllegalArgumentException("of %d images %d cannot be gained and %d lost".formatted(images, gained, lost));
        }
        return new Comparison(images, gained, lost, (double) (gained - lost) / images,
                PairedCounts.interval(images, gained, lost),
                PairedCounts.pValue(gained, lost));
    }
}
