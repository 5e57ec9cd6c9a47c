package io.coopserve.learn;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.prompt.Classifier;

/** Context Optimization (CoOp, arXiv 2109.01134). */
final class Coop implements Method {
    @Override
    public String name() {
        return "coop";
    }

    @Override
    public Defaults defaults() {
        return Defaults.NONE;
    }

    @Override
    public Optional<Classifier> untrained(Start start, Random random) {
        return Optional.of(contextAtStart(start, random));
    }

    @Override
    public Learned learn(Lesson lesson) {
        return learn(lesson, Optional.empty());
    }

    static Classifier contextAtStart(Start start, Random random) {
        return start.classWeights(prompts(start).weights(start.context(random)), Optional.empty());
    }

    private static ClassPrompts prompts(Start start) {
        return start.clip().textEncoder().classPrompts(start.layout(), start.classNames());
    }

    static Learned learn(Lesson lesson, Optional<CrossEntropy.Guide> guide) {
        Start start = lesson.start();
        ClassPrompts prompts = prompts(start);
        float[] context = start.context(lesson.random());
        double loss = lesson.loop().train(new PromptLearner(start.clip(), new CrossEntropy(start.clip(), prompts, start
                .training(), guide)), context);
        return new Learned(start.classWeights(prompts.weights(context), Optional.of(start.learned(context))), Optional.of(loss),
                List.of());
    }
}
