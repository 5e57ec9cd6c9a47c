package io.coopserve.demo.pretrain;

/**
 * Pictures and their captions.
 *
 * @param pixels (B, 3, n, n), normalised
 * @param captions B token sequences with begin and end of text
 * @param right whether a caption is true of a picture, by picture; always where both belong together
 */
record Batch(float[] pixels, long[][] captions, boolean[][] right) {
    int size() {
        return captions.length;
    }
}
