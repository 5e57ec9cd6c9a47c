package io.coopserve.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held (Exif 2.32, tag 274), and turning pictures upright. */
final class Orientation {
    static final int UPRIGHT = 1;
    static final int MIRRORED = 2;

    private static final int TAG = 274;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private Orientation() {
    }

    /**
     * Reads nothing but this one number.
     *
     * @param exif TIFF header and directory, or null
     * @return 1 to 8; 1 where nothing or nonsense is said
     */
    static int of(byte[] exif) {
        if (exif == null || exif.length < 8) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(exif).order(exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(tiff.getInt(4));
        if (directory + 2 > exif.length) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
        for (long at = directory + 2; entries > 0 && at + ENTRY <= exif.length; at += ENTRY, entries--) {
            if (tiff.getShort((int) at) == TAG && tiff.getShort((int) at + 2) == SHORT) {
                int value = tiff.getShort((int) at + 8);
                return value < 1 || value > 8 ? UPRIGHT : value;
            }
        }
        return UPRIGHT;
    }

    /** @param orientation what {@link #of} gives */
    static Picture turn(Picture picture, int orientation) {
        if (orientation == UPRIGHT) {
            return picture;
        }
        boolean transposed = orientation >= 5; // rows become columns
        boolean mirrored = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean flipped = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int width = transposed ? picture.height() : picture.width();
        int height = transposed ? picture.width() : picture.height();
        int pixel = picture.mode().bytes;
        byte[] turned = new byte[Math.multiplyExact(width * pixel, height)];
        byte[] row = new byte[picture.width() * pixel];
        for (int y = 0; y < picture.height(); y++) {
            picture.rows().read(y, row);
            for (int x = 0; x < picture.width(); x++) {
                int column = transposed ? y : x;
                int line = transposed ? x : y;
                int to = (flipped ? height - 1 - line : line) * width + (mirrored ? width - 1 - column : column);
                System.arraycopy(row, x * pixel, turned, to * pixel, pixel);
            }
        }
        return Picture.of(picture.mode(), width, height, turned, picture.palette());
    }
}
