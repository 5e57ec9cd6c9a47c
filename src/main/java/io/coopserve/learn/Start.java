package io.coopserve.learn;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import io.coopserve.clip.Clip;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;

/**
 * What a training starts from: the same for the same recipe and version.
 *
 * @param recipe with everything filled in
 * @param from the earlier version that the recipe starts from, if it names one
 */
public record Start(Clip clip, Recipe recipe, Optional<LearnedPrompt> from, List<String> classNames, Training training) {
    private static final double CONTEXT_DEVIATION = 0.02;

    /** The run's random numbers, from the first on. */
    public ResumableRandom random() {
        return new ResumableRandom(recipe.seed());
    }

    ContextLayout layout() {
        return recipe.layout(from.map(Method::context));
    }

    /**
     * N(0, 0.02²), the embeddings of ctxInit (CoOp, section 4.1) for each class, or what an earlier version had learned.
     *
     * @param random the run's, before anything else is drawn from it
     */
    float[] context(Random random) {
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

    /** What vectors of this layout are as a learned context. */
    LearnedContext learned(float[] vectors) {
        return new LearnedContext(layout(), vectors, clip.textEncoder().width());
    }

    ClassWeights classWeights(float[][] weights, Optional<LearnedContext> context) {
        return new ClassWeights(clip.fingerprint(), classNames, clip.logitScale(), weights, context);
    }
}
