package io.coopserve.adapt;

import java.util.SplittableRandom;

/**
 * What is seen of an image: for one model, its feature is a function of this alone.
 *
 * @param image SHA-256 of its bytes
 * @param seed of a random view, or null: the centre crop
 */
record View(String image, Long seed) {
    private static final int DIGITS = 16; // of 64 bits

    static View centre(String image) {
        return new View(image, null);
    }

    /**
     * One of the views that a run draws of an image.
     *
     * @param runSeed the recipe's
     */
    static View drawn(String image, long runSeed, int number) {
        long bits = Long.parseUnsignedLong(image.substring(0, DIGITS), 16);
        return new View(image, (new SplittableRandom(runSeed).nextLong() ^ bits) + number);
    }
}
