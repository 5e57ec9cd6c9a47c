package io.coopserve.learn;

import java.util.Map;

/** Stochastic gradient descent with momentum 0.9 and coupled weight decay, without dampening or Nesterov. */
final class Sgd implements Optimiser {
    static final double OFFICIAL_WEIGHT_DECAY = 5e-4;
    private static final float MOMENTUM = 0.9f;

    private final float weightDecay;
    private float[] buffer; // null before the first step

    Sgd(double weightDecay) {
        this.weightDecay = (float) weightDecay;
    }

    @Override
    public void step(float[] parameters, float[] gradient, double rate) {
        boolean first = buffer == null;
        if (first) {
            buffer = new float[parameters.length];
        }
        for (int i = 0; i < parameters.length; i++) {
            float decayed = gradient[i] + weightDecay * parameters[i];
            buffer[i] = first ? decayed : MOMENTUM * buffer[i] + decayed;
            parameters[i] -= (float) rate * buffer[i];
        }
    }

    @Override
    public Map<String, float[]> state() {
        return Map.of("momentum", buffer);
    }

    @Override
    public void restore(Map<String, float[]> state, int steps) {
        buffer = state.get("momentum").clone();
    }
}
