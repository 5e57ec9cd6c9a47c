package io.coopserve.demo.pretrain;

import java.util.Arrays;

/**
 * What is compared: B pictures, or in their place captions of as many drawings, with T captions.
 *
 * @param pixels (B, 3, n, n), normalised; none if there are other captions
 * @param others B token sequences with begin and end of text; none if there are pictures
 * @param captions T token sequences
 * @param right (B, T): whether a caption is true of a drawing
 */
record Batch(float[] pixels, long[][] others, long[][] captions, boolean[][] right) {
    /** B. */
    int size() {
        return right.length;
    }

    /** Whether there are no pictures. */
    boolean isOfWords() {
        return others.length > 0;
    }

    /** One of several parts of it, without what is right. */
    Batch part(int part, int parts) {
        int each = pixels.length / size();
        int from = size() * part / parts;
        int to = size() * (part + 1) / parts;
        return new Batch(Arrays.copyOfRange(pixels, from * each, to * each), isOfWords()
                ? Arrays.copyOfRange(others, from, to)
                : others, Arrays.copyOfRange(captions, captions.length * part / parts, captions.length * (part + 1) / parts),
                right);
    }
}
