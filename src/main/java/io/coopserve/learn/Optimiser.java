package io.coopserve.learn;

import java.util.Map;

/** Moves what is learned along its gradient. A few thousand numbers: they are updated on the host. */
public interface Optimiser {
    /** Moves the parameters in place. */
    void step(float[] parameters, float[] gradient, double rate);

    /** What it remembers of earlier steps, by name, not copies, each as long as the parameters; after the first step. */
    Map<String, float[]> state();

    /**
     * Goes on from where another one was.
     *
     * @param steps it had taken, 1 or more
     */
    void restore(Map<String, float[]> state, int steps);
}
