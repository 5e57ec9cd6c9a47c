package io.coopserve.adapt;

/**
 * The official schedule: the rate changes once per epoch; one constant warm-up epoch, then a cosine that starts at the full
 * rate and, being as long as the run, never reaches zero.
 *
 * @param base full rate
 * @param warmUp rate of epoch 0
 */
record LearningRateSchedule(double base, double warmUp, int epochs) {
    static LearningRateSchedule official(int epochs) {
        return new LearningRateSchedule(0.002, 1e-5, epochs);
    }

    double at(int epoch) {
        return epoch == 0 ? warmUp : 0.5 * base * (1 + Math.cos(Math.PI * (epoch - 1) / epochs));
    }
}
