package io.coopserve.learn;

/** An objective of training, as a function of the numbers that are learned. */
interface Learner {
    /**
     * One evaluation of the objective.
     *
     * @param parameters all that is learned, one after the other
     * @return with the gradient for them, in the same order
     */
    CrossEntropy.Loss step(float[] parameters, LabelledFeatures batch);
}
