package io.coopserve.adapt;

import java.util.List;
import java.util.Optional;

import io.coopserve.clip.TextEncoder;
import io.coopserve.prompt.LearnedContext;

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
    public Learned learn(Lesson lesson) {
        return learn(lesson, Optional.empty());
    }

    static Learned learn(Lesson lesson, Optional<CrossEntropy.Guide> guide) {
        TextEncoder.ClassPrompts prompts = lesson.clip().textEncoder().classPrompts(lesson.layout(), lesson.classNames());
        float[] context = lesson.initialContext();
        float[][] untrained = prompts.weights(context);
        PromptLearner learner = new PromptLearner(lesson.clip(), new CrossEntropy(lesson.clip(), prompts, lesson.training(),
                guide));
        double loss = lesson.loop().train(learner, context);
        Optional<LearnedContext> learned = Optional.of(lesson.context(context));
        return new Learned(lesson.classWeights(prompts.weights(context), learned), learned, Optional.of(lesson.classWeights(
                untrained, Optional.empty())), Optional.of(loss), List.of());
    }
}
