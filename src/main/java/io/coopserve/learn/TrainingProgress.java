package io.coopserve.learn;

/**
 * Where a training is.
 *
 * @param epoch from 1 on
 * @param step from 1 on, over all epochs
 * @param loss mean cross-entropy over the steps of this epoch so far
 * @param accuracy on the training images of this epoch so far
 */
public record TrainingProgress(int epoch, int epochs, int step, int steps, double loss, double accuracy, double learningRate,
        boolean endOfEpoch) {}
