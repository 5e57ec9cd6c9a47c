package io.coopserve.image;

/**
 * A decoded image in the mode of its file (Pillow's modes), since resizing happens in that mode and conversion to RGB after
 * it.
 *
 * @param rows bytes row by row, so that a large picture is never copied whole
 * @param palette 256 RGB triples for {@link Mode#PALETTE}, else null
 */
record Picture(Mode mode, int width, int height, Rows rows, byte[] palette) {
    /** Gives rows of width × {@link Mode#bytes} bytes. */
    @FunctionalInterface
    interface Rows {
        /** Writes row y to the start of {@code row}. */
        void read(int y, byte[] row);
    }

    enum Mode {
        BILEVEL(1, 1), GREY(1, 1),
        /** Two bytes of each sample, the high one first. */
        GREY16(1, 2), GREY_ALPHA(2, 2), PALETTE(1, 1), RGB(3, 3), RGBA(4, 4), CMYK(4, 4);

        final int channels;
        /** Of one pixel. */
        final int bytes;

        Mode(int channels, int bytes) {
            this.channels = channels;
            this.bytes = bytes;
        }

        boolean hasAlpha() {
            return this == GREY_ALPHA || this == RGBA;
        }

        boolean isIndexed() {
            return this == BILEVEL || this == PALETTE;
        }
    }

    /** A picture whose rows lie one after the other in {@code samples}. */
    static Picture of(Mode mode, int width, int height, byte[] samples, byte[] palette) {
        int length = width * mode.bytes;
        return new Picture(mode, width, height, (y, row) -> System.arraycopy(samples, y * length, row, 0, length), palette);
    }

    /**
     * RGB bytes (height, width, 3): alpha is dropped without compositing, 16-bit grey is clipped, CMYK is converted by the
     * naive formula, as Pillow does.
     */
    byte[] rgb() {
        byte[] out = new byte[width * height * 3];
        byte[] row = new byte[width * mode.bytes];
        for (int y = 0, o = 0; y < height; y++) {
            rows.read(y, row);
            for (int i = 0; i < row.length; i += mode.bytes, o += 3) {
                switch (mode) {
                    case RGB, RGBA -> System.arraycopy(row, i, out, o, 3);
                    case PALETTE -> System.arraycopy(palette, (row[i] & 0xff) * 3, out, o, 3);
                    case BILEVEL, GREY, GREY_ALPHA -> grey(out, o, row[i]);
                    case GREY16 -> grey(out, o, row[i] == 0 ? row[i + 1] : (byte) 255);
                    case CMYK -> {
                        int light = 255 - (row[i + 3] & 0xff);
                        for (int c = 0; c < 3; c++) {
                            out[o + c] = (byte) Math.max(0, light - product(row[i + c] & 0xff, light));
                        }
                    }
                }
            }
        }
        return out;
    }

    private static void grey(byte[] out, int o, byte level) {
        out[o] = level;
        out[o + 1] = level;
        out[o + 2] = level;
    }

    /** a × b / 255, rounded, as Pillow reckons it. */
    static int product(int a, int b) {
        int product = a * b + 128;
        return (product >> 8) + product >> 8;
    }
}
