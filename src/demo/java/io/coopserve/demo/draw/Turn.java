package io.coopserve.demo.draw;

import java.awt.geom.AffineTransform;

/** Angles, in degrees, clockwise on the picture. StrictMath, for pictures must not depend on the machine. */
final class Turn {
    private static final int STEPS = 4096;
    private static final float[] SINES = new float[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            SINES[i] = (float) StrictMath.sin(2 * StrictMath.PI * i / STEPS);
        }
    }

    private Turn() {
    }

    static double sine(double degrees) {
        return StrictMath.sin(StrictMath.toRadians(degrees));
    }

    static double cosine(double degrees) {
        return StrictMath.cos(StrictMath.toRadians(degrees));
    }

    /** The sine of so many full turns, from a table: for every pixel. */
    static double wave(double turns) {
        return SINES[(int) Math.floor(turns * STEPS) & STEPS - 1];
    }

    /** Turns about the origin, stretches, then moves there. */
    static AffineTransform placed(double degrees, double scale, double x, double y) {
        double sine = sine(degrees) * scale;
        double cosine = cosine(degrees) * scale;
        return new AffineTransform(cosine, sine, -sine, cosine, x, y);
    }
}
