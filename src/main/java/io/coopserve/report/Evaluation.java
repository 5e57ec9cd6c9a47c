package io.coopserve.report;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a classifier is worth on labelled images it has not learned from. The answer is the class with the largest logit; of equals
 * the first.
 *
 * @param images N
 * @param accuracy share of images whose answer is right
 * @param accuracyInterval Wilson's, of 95 %: as far as the choice of images goes, not that of a seed
 * @param macroF1 mean of f1 over the classes that have an image
 * @param classes each class, in class order
 * @param confusion (K, K): how many images of the class of the row have the class of the column for an answer; null with more than
 *            100 classes, most of whose K² numbers would be 0
 * @param mistakes what is taken for what, the most frequent first, 100 at most
 * @param noneOfThese null if no answer is right
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record Evaluation(int images, double accuracy, Interval accuracyInterval, double macroF1, List<ClassScore> classes,
        int[][] confusion, List<Mistake> mistakes, Calibration calibration, NoneOfThese noneOfThese) {

    private static final int MOST_CONFUSED = 100;

    /**
     * One class against all others. What would be 0/0 is not known, and null.
     *
     * @param images that are of the class
     * @param accuracy share of these that are answered with it: its recall
     * @param precision share of right ones among the answers that name it; null if none does
     * @param f1 harmonic mean of both, from the counts: 2 × right / (images + answers), so it is 0 and not 0/0 for a class with
     *            images that no answer names
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClassScore(String name, int images, Double accuracy, Double precision, Double f1) {}

    /** @param images of the class that are answered with the other one */
    public record Mistake(String name, String answer, int images) {}

    public Evaluation {
        classes = List.copyOf(classes);
        mistakes = mistakes == null ? List.of() : List.copyOf(mistakes); // as cards were before
    }

    /**
     * Takes about ten passes over the logits, most of them for the temperature, and copies none of them: 50,000 images of 1,000
     * classes are a few seconds.
     *
     * @param classes K names
     * @param logits (N, K), scale × cosine
     * @param labels class index of each image: (N)
     * @throws IllegalArgumentException if there is no image, or a row is not K finite numbers and the index of one of them
     */
    public static Evaluation of(List<String> classes, double[][] logits, int[] labels) {
        LabelledLogits images = new LabelledLogits(logits, labels);
        if (classes.size() != images.classes()) {
            throw new IllegalArgumentException("%d classes have %d logits".formatted(classes.size(), images.classes()));
        }
        Confusion confusion = Confusion.of(images);
        List<ClassScore> scores = confusion.classScores(classes);
        Confidences served = Confidences.of(images, i -> 1);
        return new Evaluation(images.size(), (double) images.right() / images.size(), Interval.wilson(images.right(), images
                .size()), macroF1(scores), scores, classes.size() > MOST_CONFUSED ? null : confusion.counts(),
                confusion.mistakes(classes,
                        MOST_CONFUSED),
                Calibration.of(images, served), NoneOfThese.of(served));
    }

    private static double macroF1(List<ClassScore> scores) {
        return scores.stream().filter(score -> score.images() > 0).mapToDouble(ClassScore::f1).average().orElseThrow();
    }
}
