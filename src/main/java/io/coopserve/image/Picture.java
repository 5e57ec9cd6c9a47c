package io.coopserve.image;

import java.util.Arrays;

/**
 * A decoded image in the mode of its file (Pillow's modes), since resizing happens in that mode and conversion to RGB after
 * it.
 *
 * @param rows samples of 8 bit ({@link Mode#GREY16}: 16 bit), row by row, so that a large picture is never copied whole
 * @param palette RGB triples for {@link Mode#PALETTE}, else null
 */
record Picture(Mode mode, int width, int height, Rows rows, int[] palette) {
    /** Gives the samples of row y, width × channels; the caller may change them. */
    @FunctionalInterface
    interface Rows {
        int[] row(int y);
    }

    enum Mode {
        BILEVEL(1), GREY(1), GREY16(1), GREY_ALPHA(2), PALETTE(1), RGB(3), RGBA(4);

        final int channels;

        Mode(int channels) {
            this.channels = channels;
        }

        boolean hasAlpha() {
            return this == GREY_ALPHA || this == RGBA;
        }

        boolean isIndexed() {
            return this == BILEVEL || this == PALETTE;
        }
    }

    /** The same kind of picture from samples held in one array. */
    Picture with(int newWidth, int newHeight, int[] samples) {
        int length = newWidth * mode.channels;
        return new Picture(mode, newWidth, newHeight, y -> Arrays.copyOfRange(samples, y * length, (y + 1) * length), palette);
    }

    /** RGB bytes (height, width, 3): alpha is dropped without compositing, 16-bit grey is clipped, as Pillow does. */
    byte[] rgb() {
        byte[] out = new byte[width * height * 3];
        int o = 0;
        for (int y = 0; y < height; y++) {
            int[] row = rows.row(y);
            for (int i = 0; i < row.length; i += mode.channels) {
                for (int c = 0; c < 3; c++) {
                    out[o++] = (byte) switch (mode) {
                        case RGB, RGBA -> row[i + c];
                        case PALETTE -> palette[row[i] * 3 + c];
                        case BILEVEL, GREY, GREY_ALPHA -> row[i];
                        case GREY16 -> Math.max(0, Math.min(255, row[i])); // bicubic also undershoots
                    };
                }
            }
        }
        return out;
    }
}
