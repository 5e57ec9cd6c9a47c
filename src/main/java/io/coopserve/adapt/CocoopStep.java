package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;

/** Training steps of CoCoOp on one random image each, as the official recipe takes them (CoCoOp, section 4). */
public final class CocoopStep {
    private static final double RATE = 0.002;

    private final CocoopLearner learner;
    private final LabelledFeatures image;
    private final List<float[]> parameters = new ArrayList<>();
    private final List<Sgd> optimisers = new ArrayList<>();

    /** @param contextLength M, the one the prompts were made with */
    public CocoopStep(Clip clip, TextEncoder.ClassPrompts prompts, int contextLength, Training training) {
        Random random = new Random(1);
        int width = clip.textEncoder().width();
        int embedding = clip.embedding();
        int hidden = embedding / 16;
        this.learner = new CocoopLearner(clip, prompts, training);
        this.image = new LabelledFeatures(new float[][]{RandomNumbers.direction(random, embedding)}, new int[]{0});
        for (int size : new int[]{contextLength * width, hidden * embedding, hidden, width * hidden, width}) {
            parameters.add(RandomNumbers.normal(random, size, 0.02));
            optimisers.add(new Sgd(Sgd.OFFICIAL_WEIGHT_DECAY));
        }
    }

    /** Takes the next step. */
    public void take() {
        CocoopLearner.Step step = learner.step(parameters, image);
        for (int i = 0; i < parameters.size(); i++) {
            optimisers.get(i).step(parameters.get(i), step.gradients().get(i), RATE);
        }
    }
}
