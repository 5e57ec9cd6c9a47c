package io.coopserve.learn;

import java.util.List;
import java.util.Optional;

import io.coopserve.adapt.Adaptation;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.prompt.ClassWeights;

/**
 * What prompts are worth, without the service around it: hand-written ones, and those of CoOp by the training loop of
 * {@link Adaptation} on features that are there already.
 */
public final class CoopAccuracy {
    private static final int CONTEXT = 16;
    private static final double DEVIATION = 0.02;

    private final Clip clip;
    private final List<String> classNames;

    public CoopAccuracy(Clip clip, List<String> classNames) {
        this.clip = clip;
        this.classNames = classNames;
    }

    /**
     * Share of test images that M = 16 vectors, learned by the official schedule, classify rightly.
     *
     * @param train features of training images by class: all of them are used
     * @param test features of test images by class
     */
    public double official(List<List<float[]>> train, List<List<float[]>> test, long seed) {
        LabelledFeatures images = labelled(train);
        ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, classNames);
        ResumableRandom random = new ResumableRandom(seed);
        float[] context = RandomNumbers.normal(random, CONTEXT * clip.textEncoder().width(), DEVIATION);
        int shots = train.stream().mapToInt(List::size).min().orElseThrow();
        Trainer.train(new PromptLearner(clip, prompts, Training.UNBOUNDED), context, new CentreCrops(images), Plan.of(
                Schedule.OFFICIAL, Schedule.OFFICIAL.epochs(shots)), random, Optional.empty(), (progress, state) -> {
                });
        return accuracy(prompts.weights(context), test);
    }

    /**
     * Share of test images that a hand-written prompt classifies rightly.
     *
     * @param test features of test images by class
     */
    public double handWritten(String template, List<List<float[]>> test) {
        return accuracy(clip.textEncoder().templateWeights(classNames, List.of(template)), test);
    }

    private double accuracy(float[][] weights, List<List<float[]>> test) {
        return labelled(test).accuracy(new ClassWeights(clip.fingerprint(), classNames, clip.logitScale(), weights, Optional
                .empty()));
    }

    private static LabelledFeatures labelled(List<List<float[]>> byClass) {
        float[][] features = byClass.stream().flatMap(List::stream).toArray(float[][]::new);
        int[] labels = new int[features.length];
        int at = 0;
        for (int k = 0; k < byClass.size(); k++) {
            for (int i = 0; i < byClass.get(k).size(); i++) {
                labels[at++] = k;
            }
        }
        return new LabelledFeatures(features, labels);
    }
}
