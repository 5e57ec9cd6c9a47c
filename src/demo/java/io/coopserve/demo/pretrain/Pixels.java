package io.coopserve.demo.pretrain;

import io.coopserve.image.Preprocessing;

/** From a drawing's bytes to the numbers of the image tower, as {@link io.coopserve.image.ImagePreprocessor} has them. */
final class Pixels {
    private final int side;
    private final float[][] levels; // by channel and byte

    Pixels(Preprocessing preprocessing) {
        this.side = preprocessing.side();
        this.levels = preprocessing.normalised();
    }

    /** Numbers of one picture: 3 · n · n. */
    int values() {
        return 3 * side * side;
    }

    /**
     * Puts a picture into a batch, moved; its edges go on outward.
     *
     * @param rgb n · n · 3 bytes
     * @param right pixels to the right
     * @param down pixels down
     * @param number of the picture in the batch
     */
    void put(byte[] rgb, int right, int down, float[] into, int number) {
        int at = number * values();
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < side; y++) {
                int row = Math.min(Math.max(y - down, 0), side - 1) * side;
                for (int x = 0; x < side; x++) {
                    int column = Math.min(Math.max(x - right, 0), side - 1);
                    into[at++] = levels[channel][rgb[3 * (row + column) + channel] & 0xff];
                }
            }
        }
    }
}
