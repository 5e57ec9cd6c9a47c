package io.coopserve.learn;

/**
 * The steps of a training: a schedule with everything filled in.
 *
 * @param batch images of a step; all of them where there are fewer
 * @param rate full learning rate
 * @param weightDecay coupled: it is added to the gradient
 */
record Plan(Schedule schedule, int epochs, int batch, double rate, double weightDecay) {
    /** As a schedule has it. */
    static Plan of(Schedule schedule, int epochs) {
        return new Plan(schedule, epochs, schedule.batch(), schedule.rate(), schedule.weightDecay());
    }

    /** Images of a step. */
    int batch(int images) {
        return Math.min(batch, images);
    }

    /** Of an epoch; a last partial batch is dropped, unless it is the only one. */
    int stepsPerEpoch(int images) {
        return images / batch(images);
    }

    /** Learning rate of an epoch, from 0 on. */
    double rateAt(int epoch) {
        return schedule.rateAt(epoch, epochs, rate);
    }

    Optimiser optimiser() {
        return schedule.optimiser(weightDecay);
    }
}
