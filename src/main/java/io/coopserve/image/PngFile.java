package io.coopserve.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A PNG, decoded by the JDK. Transparent colours are forgotten, as Pillow forgets them when it converts to RGB.
 *
 * @param depth bits of a sample
 */
record PngFile(byte[] file, int width, int height, int depth, int colourType) implements ImageFile {
    private static final byte[] SIGNATURE = ByteBuffer.allocate(8).putLong(0x89504e470d0a1a0aL).array();
    private static final int HEADER = 33;
    private static final int EXIF = 0x65584966; // eXIf

    static boolean begins(byte[] file) {
        return Arrays.mismatch(file, SIGNATURE) == SIGNATURE.length;
    }

    static PngFile read(byte[] file) {
        if (file.length < HEADER || ByteBuffer.wrap(file).getInt(12) != 0x49484452) {
            throw InvalidImageException.corrupt("the PNG does not begin with a whole header");
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        return new PngFile(file, header.getInt(16), header.getInt(20), file[24], file[25]);
    }

    /** The decoder gives 4 channels at most, of up to 16 bit, and holds rows of an interlaced picture in place. */
    @Override
    public int bytesPerPixel() {
        return 4 * (depth == 16 ? 2 : 1);
    }

    @Override
    public byte[] exif() {
        for (long at = 8; at + 12 <= file.length;) {
            ByteBuffer chunk = ByteBuffer.wrap(file, (int) at, file.length - (int) at).slice();
            long length = Integer.toUnsignedLong(chunk.getInt(0));
            if (chunk.getInt(4) == EXIF && at + 12 + length <= file.length) {
                return Arrays.copyOfRange(file, (int) at + 8, (int) (at + 8 + length));
            }
            at += 12 + length;
        }
        return null;
    }

    @Override
    public Picture decode() throws IOException {
        BufferedImage image = JdkReader.image(file, "png");
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel colours) {
            return colourType == 3
                    ? new Picture(Picture.Mode.PALETTE, width, height, JdkPixels.indices(raster), JdkPixels.palette(colours))
                    : grey(raster, colours);
        }
        return switch (colourType) {
            case 0 -> depth == 16
                    ? new Picture(Picture.Mode.GREY16, width, height, JdkPixels.wideRows(raster), null)
                    : picture(depth == 1 ? Picture.Mode.BILEVEL : Picture.Mode.GREY, raster);
            case 2 -> picture(Picture.Mode.RGB, raster);
            case 4 -> picture(Picture.Mode.GREY_ALPHA, raster);
            default -> picture(Picture.Mode.RGBA, raster);
        };
    }

    private Picture picture(Picture.Mode mode, Raster raster) {
        return new Picture(mode, width, height, JdkPixels.rows(raster, mode.channels), null);
    }

    /** What the JDK makes of grey with fewer than 8 bits is a palette. */
    private Picture grey(Raster raster, IndexColorModel colours) {
        Picture.Rows indices = JdkPixels.indices(raster);
        return new Picture(depth == 1 ? Picture.Mode.BILEVEL : Picture.Mode.GREY, width, height, (y, row) -> {
            indices.read(y, row);
            for (int x = 0; x < width; x++) {
                row[x] = (byte) colours.getRed(row[x] & 0xff);
            }
        }, null);
    }
}
