package io.coopserve.learn;

import java.util.List;
import java.util.Random;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;

/** Training steps of CoCoOp on one random image each, as the official recipe takes them (CoCoOp, section 4). */
public final class CocoopStep {
    private static final double RATE = 0.002;

    private final CocoopLearner learner;
    private final LabelledFeatures image;
    private final float[] parameters;
    private final Sgd optimiser = new Sgd(Sgd.OFFICIAL_WEIGHT_DECAY);

    /** @param contextLength M, the one the prompts were made with */
    public CocoopStep(Clip clip, ClassPrompts prompts, int contextLength, Training training) {
        Random random = new Random(1);
        this.learner = new CocoopLearner(clip, prompts, contextLength, training);
        this.image = new LabelledFeatures(new float[][]{RandomNumbers.direction(random, clip.embedding())}, new int[]{0});
        int width = clip.textEncoder().width();
        this.parameters = CocoopLearner.joined(List.of(RandomNumbers.normal(random, contextLength * width, 0.02), Cocoop
                .metaNet(random, clip.embedding(), width)));
    }

    /** Takes the next step. */
    public void take() {
        optimiser.step(parameters, learner.step(parameters, image).gradient(), RATE);
    }
}
