package io.coopserve.learn;

import java.util.Optional;
import java.util.Random;

import io.coopserve.prompt.Classifier;

/**
 * Knowledge-guided CoOp (KgCoOp, arXiv 2303.13283): CoOp whose text features are held near to those of the hand-written
 * prompt, so that less is lost on classes that are added later.
 */
final class KgCoop implements Method {
    private static final float STRENGTH = 8; // λ of the paper

    @Override
    public String name() {
        return "kgcoop";
    }

    @Override
    public Defaults defaults() {
        return new Defaults("a photo of a", 100, 128);
    }

    @Override
    public Optional<Classifier> untrained(Start start, Random random) {
        return Optional.of(Coop.contextAtStart(start, random));
    }

    @Override
    public Learned learn(Lesson lesson) {
        return Coop.learn(lesson, Optional.of(new CrossEntropy.Guide(lesson.handWritten(), STRENGTH)));
    }
}
