package io.coopserve.adapt;

/**
 * Stochastic gradient descent with momentum 0.9 and coupled weight decay, without dampening or Nesterov. The context is a
 * few thousand numbers, so it is updated on the host.
 */
final class Sgd {
    static final double OFFICIAL_WEIGHT_DECAY = 5e-4;
    private static final float MOMENTUM = 0.9f;

    private final float weightDecay;
    private float[] buffer; // null before the first step

    Sgd(double weightDecay) {
        this.weightDecay = (float) weightDecay;
    }

    /** What it moved the parameters along, not a copy; null before the first step. */
    float[] momentum() {
        return buffer;
    }

    /** Moves the parameters in place. */
    void step(float[] parameters, float[] gradient, double rate) {
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
}
