package io.coopserve.prompt;

/**
 * Vectors of one length side by side, number by number: what one image's products with all of them read lies in order, and
 * Java's compiler takes many of them at once. The products of one vector alone it would add one after the other.
 */
final class Columns {
    private static final int AT_ONCE = 4;

    private final float[] values; // (e, n)
    private final int count;

    /** @param vectors (n, e) */
    Columns(float[][] vectors) {
        this.count = vectors.length;
        this.values = new float[count == 0 ? 0 : count * vectors[0].length];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < vectors[k].length; j++) {
                values[j * count + k] = vectors[k][j];
            }
        }
    }

    /**
     * Dot products with every one of them. Numbers are added by fours: sums in single precision lose less so.
     *
     * @param vector (e)
     * @return (n)
     */
    float[] products(float[] vector) {
        float[] sums = new float[count];
        int whole = vector.length - vector.length % AT_ONCE;
        for (int j = 0; j < whole; j += AT_ONCE) {
            add(sums, j * count, vector[j], vector[j + 1], vector[j + 2], vector[j + 3]);
        }
        for (int j = whole; j < vector.length; j++) {
            for (int k = 0; k < count; k++) {
                sums[k] += vector[j] * values[j * count + k];
            }
        }
        return sums;
    }

    private void add(float[] sums, int first, float a, float b, float c, float d) {
        int second = first + count;
        int third = second + count;
        int fourth = third + count;
        for (int k = 0; k < sums.length; k++) {
            sums[k] += a * values[first + k] + b * values[second + k] + (c * values[third + k] + d * values[fourth + k]);
        }
    }
}
