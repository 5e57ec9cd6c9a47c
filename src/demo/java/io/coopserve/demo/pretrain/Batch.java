package io.coopserve.demo.pretrain;

import java.util.Arrays;

/**
 * What is compared: pictures, or in their place other captions of the same drawings, with captions.
 *
 * @param pixels (B, 3, n, n), normalised; none if there are other captions
 * @param others B token sequences with begin and end of text; none if there are pictures
 * @param captions B token sequences
 * @param right whether a caption is true of a drawing, by drawing; always of its own
 */
record Batch(float[] pixels, long[][] others, long[][] captions, boolean[][] right) {
    int size() {
        return captions.length;
    }

    /** Whether there are no pictures. */
    boolean isOfWords() {
        return others.length > 0;
    }

    /** Some of it, in order, without what is right. */
    Batch rows(int from, int to) {
        int each = pixels.length / size();
        return new Batch(Arrays.copyOfRange(pixels, from * each, to * each), isOfWords()
                ? Arrays.copyOfRange(others, from, to)
                : others, Arrays.copyOfRange(captions, from, to), right);
    }
}
