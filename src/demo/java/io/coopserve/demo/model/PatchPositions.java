package io.coopserve.demo.model;

/**
 * Sines and cosines of where a patch lies, a quarter of the width each for x and y (Vaswani et al. 2017, section 3.5; in two
 * dimensions as in MoCo v3). A small tower has too few steps to find out from random numbers which patches are neighbours.
 */
final class PatchPositions {
    private static final double LONGEST = 10_000; // wavelength of the slowest, in 2π patches

    private final int side;
    private final int width;
    private final float[] values;

    private PatchPositions(int side, int width) {
        this.side = side;
        this.width = width;
        this.values = new float[(side * side + 1) * width];
    }

    /**
     * Embeddings (1 + side², width): zeros for the class token, then row by row.
     *
     * @param deviation the standard deviation over all patches
     */
    static float[] of(int side, int width, double deviation) {
        if (width % 4 != 0) {
            throw new IllegalArgumentException("width %s is not a multiple of 4".formatted(width));
        }
        PatchPositions positions = new PatchPositions(side, width);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                positions.waves(1 + y * side + x, 0, x);
                positions.waves(1 + y * side + x, width / 2, y);
            }
        }
        return positions.scaled(deviation);
    }

    private void waves(int position, int offset, int along) {
        int count = width / 4;
        int start = position * width + offset;
        for (int i = 0; i < count; i++) {
            double angle = along / StrictMath.pow(LONGEST, (double) i / count);
            values[start + i] = (float) StrictMath.sin(angle);
            values[start + count + i] = (float) StrictMath.cos(angle);
        }
    }

    private float[] scaled(double deviation) {
        double sum = 0;
        double squares = 0;
        for (float value : values) { // the class token adds nothing to either
            sum += value;
            squares += (double) value * value;
        }
        int count = side * side * width;
        double now = Math.sqrt(squares / count - sum / count * (sum / count));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * deviation / now);
        }
        return values;
    }
}
