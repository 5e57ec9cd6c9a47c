package io.coopserve.image;

/**
 * What makes an image of the file's size one of the tower's: resize (bicubic), cut, normalise.
 *
 * @param shortSide length that the shorter side is resized to, in pixels
 * @param side n, the side of the square that is cut out of the centre
 * @param mean of each of R, G, B, for values from 0 to 1
 * @param deviation of each of R, G, B
 */
public record Preprocessing(int shortSide, int side, float[] mean, float[] deviation) {
    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
    private static final float[] DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    /** The official {@code _transform(n)}. */
    public static Preprocessing official(int side) {
        return new Preprocessing(side, side, MEAN, DEVIATION);
    }

    /** What each of the 256 levels of a byte becomes, by channel. */
    public float[][] normalised() {
        float[][] normalised = new float[3][256];
        for (int c = 0; c < 3; c++) {
            for (int level = 0; level < 256; level++) {
                normalised[c][level] = (level / 255f - mean[c]) / deviation[c];
            }
        }
        return normalised;
    }
}
