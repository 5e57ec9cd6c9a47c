package io.coopserve.learn;

/**
 * The official schedule: the rate changes once per epoch; one constant warm-up epoch, then a cosine that starts at the full
 * rate and, being as long as the run, never reaches zero.
 *
 * @param base full rate
 * @param warmUp rate of epoch 0
 */
record LearningRateSchedule(double base, double warmUp, int epochs) {
    static final double OFFICIAL_RATE = 0.002;
    private static final double WARM_UP = 1e-5;

    static LearningRateSchedule official(double base, int epochs) {
        return new LearningRateSchedule(base, WARM_UP, epochs);
    }

    double at(int epoch) {
        return epoch == 0 ? warmUp : 0.5 * base * (1 + Math.cos(Math.PI * (epoch - 1) / epochs));
    }
}
