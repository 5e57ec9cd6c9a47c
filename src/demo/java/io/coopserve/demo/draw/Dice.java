package io.coopserve.demo.draw;

import java.util.SplittableRandom;

/**
 * Chance. All is made of {@link SplittableRandom#nextLong} alone, whose algorithm is specified; bounded and Gaussian draws of
 * the JDK are not.
 */
final class Dice {
    private static final double UNIT = 0x1p-53;

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A seed for dice of their own, so that what they decide does not shift what follows here. */
    long seed() {
        return random.nextLong();
    }

    /** From 0 to 1. */
    double unit() {
        return (random.nextLong() >>> 11) * UNIT;
    }

    double between(double least, double most) {
        return least + (most - least) * unit();
    }

    /** @param most inclusive */
    int whole(int least, int most) {
        return least + (int) (unit() * (most - least + 1));
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    int either(int... choices) {
        return choices[whole(0, choices.length - 1)];
    }

    /** From −spread to spread. */
    double wobble(double spread) {
        return between(-spread, spread);
    }

    /** Bell-shaped with a deviation of 1, never beyond 3.5: four sixteenths of one draw added. */
    double bell() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum / 65535.0 - 2) * 1.7320508;
    }
}
