package io.coopserve.learn;

import java.util.Map;

/** Adam (arXiv 1412.6980) with its usual constants and coupled weight decay. */
final class Adam implements Optimiser {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double weightDecay;
    private float[] mean; // null before the first step
    private float[] variance;
    private int steps;

    Adam(double weightDecay) {
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(float[] parameters, float[] gradient, double rate) {
        if (mean == null) {
            mean = new float[parameters.length];
            variance = new float[parameters.length];
        }
        steps++;
        double meanBias = 1 - Math.pow(BETA1, steps);
        double varianceBias = 1 - Math.pow(BETA2, steps);
        for (int i = 0; i < parameters.length; i++) {
            double decayed = gradient[i] + weightDecay * parameters[i];
            mean[i] = (float) (BETA1 * mean[i] + (1 - BETA1) * decayed);
            variance[i] = (float) (BETA2 * variance[i] + (1 - BETA2) * decayed * decayed);
            parameters[i] -= (float) (rate * (mean[i] / meanBias) / (Math.sqrt(variance[i] / varianceBias) + EPSILON));
        }
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of("mean", mean, "variance", variance);
    }

    @Override
    public void restore(Map<String, float[]> state, int taken) {
        mean = state.get("mean").clone();
        variance = state.get("variance").clone();
        steps = taken;
    }
}
