package io.coopserve.learn;

import java.util.Optional;
import java.util.Random;

/**
 * All that a method learns from.
 *
 * @param handWritten class weights (K, e) of the recipe's templates, each of length 1
 * @param random draws the start of what is learned
 * @param loop takes the steps of a training
 */
public record Lesson(Start start, TrainingImages images, float[][] handWritten, Random random, Loop loop) {

    /** The steps of a training, as the recipe wants them. */
    @FunctionalInterface
    interface Loop {
        /**
         * @param parameters changed in place
         * @return mean objective of the last epoch
         */
        double train(Learner learner, float[] parameters);
    }

    /**
     * @param from where an earlier training was, if there was one
     * @param listener sees every step
     */
    public static Lesson of(Start start, TrainingImages images, Optional<TrainingState> from, Trainer.Listener listener) {
        Recipe recipe = start.recipe();
        ResumableRandom random = start.random();
        return new Lesson(start, images, start.clip().textEncoder().templateWeights(start.classNames(), recipe.templates()),
                random, (learner, parameters) -> Trainer.train(learner, parameters, images, recipe.plan(recipe.shots()), random,
                        from, listener));
    }
}
