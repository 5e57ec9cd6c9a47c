package io.coopserve.demo.pretrain;

/** The logarithm of what cosines are multiplied with: one number that learns by Adam, and is never above log 100 (CLIP, section 2.5). */
final class LogitScale {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.98;
    private static final double EPSILON = 1e-6;

    private double value;
    private double first;
    private double second;
    private int steps;

    LogitScale(double value) {
        this.value = value;
    }

    double value() {
        return value;
    }

    void step(double gradient, double rate) {
        steps++;
        first = BETA1 * first + (1 - BETA1) * gradient;
        second = BETA2 * second + (1 - BETA2) * gradient * gradient;
        double move = first / (1 - Math.pow(BETA1, steps)) / (Math.sqrt(second / (1 - Math.pow(BETA2, steps))) + EPSILON);
        value = Math.min(Math.log(100), value - rate * move);
    }
}
