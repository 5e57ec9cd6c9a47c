package io.coopserve.demo;

import java.util.Locale;

/** Tells a line about training now and then. */
final class Progress {
    private final int steps;
    private final int every;
    private final long start = System.nanoTime();
    private long last = start;
    private double losses;

    Progress(int steps, int every) {
        this.steps = steps;
        this.every = every;
    }

    void after(int step, double loss, double scale) {
        losses += loss;
        if (step % every == 0 || step == steps) {
            long now = System.nanoTime();
            double recent = (now - last) / 1e9 / every; // seconds of a step
            System.out.printf(Locale.ROOT, "step %d of %d, loss %.3f, scale %.1f, %.0f ms a step, %.0f minutes left%n", step,
                    steps, losses / every, scale, 1000 * recent, recent * (steps - step) / 60);
            losses = 0;
            last = now;
        }
    }
}
