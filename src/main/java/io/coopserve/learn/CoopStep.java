package io.coopserve.learn;

import java.util.Random;
import java.util.stream.IntStream;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;

/**
 * Training steps as {@link Trainer} takes them, one by one: forward, backward and update of the context, on a batch of 32
 * out of random image features.
 */
public final class CoopStep {
    private static final int BATCHES = 5;
    private static final int BATCH = Schedule.OFFICIAL.batch();
    private static final double RATE = 0.002;

    private final PromptLearner learner;
    private final LabelledFeatures images;
    private final Sgd sgd = new Sgd(Sgd.OFFICIAL_WEIGHT_DECAY);
    private final float[] context; // (M, d)
    private int taken;

    /** @param contextLength M, the one the prompts were made with */
    public CoopStep(Clip clip, ClassPrompts prompts, int contextLength, Training training) {
        Random random = new Random(1);
        float[][] features = new float[BATCHES * BATCH][];
        for (int i = 0; i < features.length; i++) {
            features[i] = RandomNumbers.direction(random, clip.embedding());
        }
        int[] labels = IntStream.range(0, features.length).map(i -> i % prompts.classes()).toArray();
        this.learner = new PromptLearner(clip, prompts, training);
        this.images = new LabelledFeatures(features, labels);
        this.context = RandomNumbers.normal(random, contextLength * clip.textEncoder().width(), 0.02);
    }

    /** Takes the next step. */
    public void take() {
        int from = taken++ % BATCHES * BATCH;
        CrossEntropy.Loss step = learner.step(context, images.rows(IntStream.range(from, from + BATCH).toArray()));
        sgd.step(context, step.gradient(), RATE);
    }
}
