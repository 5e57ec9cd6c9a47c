package io.coopserve.learn;

/** Training went to where there are no numbers. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param step of the run, from 1 on */
    DivergedException(int step, int steps) {
        super(("The loss or what is learned was no longer a finite number at step %d of %d, and nothing was "
                + "published: ask for a lower learningRate, or another seed or schedule.").formatted(step, steps));
    }
}
