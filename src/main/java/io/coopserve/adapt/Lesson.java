package io.coopserve.adapt;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.coopserve.clip.Clip;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;

/**
 * All that a method learns from.
 *
 * @param recipe with everything filled in
 * @param from what the recipe starts from, if it names a version
 * @param handWritten class weights (K, e) of the recipe's templates, each of length 1
 * @param random draws the start of what is learned
 * @param loop takes the steps of a training
 */
record Lesson(Clip clip, Recipe recipe, Optional<LearnedPrompt> from, List<String> classNames, TrainingImages images,
        float[][] handWritten, Training training, Random random, Loop loop) {
    private static final double CONTEXT_DEVIATION = 0.02;

    /** The steps of a training, as the recipe wants them. */
    @FunctionalInterface
    interface Loop {
        /**
         * @param parameters changed in place
         * @return mean objective of the last epoch
         */
        double train(Learner learner, float[] parameters);
    }

    ContextLayout layout() {
        return recipe.layout(from.map(Method::context));
    }

    /** N(0, 0.02²), the embeddings of ctxInit (CoOp, section 4.1) for each class, or what an earlier version had learned. */
    float[] initialContext() {
        if (from.isPresent()) {
            return Method.context(from.get()).vectors().clone();
        }
        int width = clip.textEncoder().width();
        int vectors = layout().vectors(classNames.size());
        if (recipe.ctxInit() == null) {
            return RandomNumbers.normal(random, vectors * width, CONTEXT_DEVIATION);
        }
        float[] words = clip.textEncoder().embeddings(recipe.ctxInit());
        float[] context = new float[vectors * width];
        for (int at = 0; at < context.length; at += words.length) {
            System.arraycopy(words, 0, context, at, words.length);
        }
        return context;
    }

    LearnedContext context(float[] vectors) {
        return new LearnedContext(layout(), vectors, clip.textEncoder().width());
    }

    ClassWeights classWeights(float[][] weights, Optional<LearnedContext> context) {
        return new ClassWeights(clip.fingerprint(), classNames, clip.logitScale(), weights, context);
    }
}
