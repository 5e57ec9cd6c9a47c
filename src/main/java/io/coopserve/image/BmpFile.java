package io.coopserve.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A BMP, decoded by the JDK. */
record BmpFile(byte[] file, int width, int height) implements ImageFile {
    private static final int CORE_HEADER = 12;
    private static final int JPEG = 4;
    private static final int PNG = 5;

    static boolean begins(byte[] file) {
        return file.length > 1 && file[0] == 'B' && file[1] == 'M';
    }

    static BmpFile read(byte[] file) {
        ByteBuffer bmp = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (bmp.getInt(14) == CORE_HEADER) {
            return new BmpFile(file, Short.toUnsignedInt(bmp.getShort(18)), Short.toUnsignedInt(bmp.getShort(20)));
        }
        int compression = bmp.getInt(30);
        if (compression == JPEG || compression == PNG) { // the JDK would decode it, whatever its size
            throw InvalidImageException.unknown("The BMP holds another image file");
        }
        return new BmpFile(file, bmp.getInt(18), Math.abs(bmp.getInt(22))); // a negative height means from top to bottom
    }

    @Override
    public int bytesPerPixel() {
        return 4;
    }

    @Override
    public byte[] exif() {
        return null;
    }

    @Override
    public Picture decode() throws IOException {
        BufferedImage image = JdkReader.image(file, "bmp");
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel colours) {
            return indexed(raster, colours);
        }
        Picture.Mode mode = switch (raster.getNumBands()) {
            case 1 -> Picture.Mode.GREY;
            case 3 -> Picture.Mode.RGB;
            default -> Picture.Mode.RGBA;
        };
        return new Picture(mode, width, height, JdkPixels.rows(raster, mode.channels), null);
    }

    /** Pillow forgets a palette of greys: that of two colours makes a bilevel image. */
    private Picture indexed(Raster raster, IndexColorModel colours) {
        Picture.Rows rows = JdkPixels.indices(raster);
        boolean two = colours.getMapSize() == 2;
        if (two && JdkPixels.isGrey(colours, 0, 0) && JdkPixels.isGrey(colours, 1, 255)) {
            return new Picture(Picture.Mode.BILEVEL, width, height, (y, row) -> {
                rows.read(y, row);
                for (int x = 0; x < width; x++) {
                    row[x] = (byte) -row[x];
                }
            }, null);
        }
        return !two && JdkPixels.isRamp(colours)
                ? new Picture(Picture.Mode.GREY, width, height, rows, null)
                : new Picture(Picture.Mode.PALETTE, width, height, rows, JdkPixels.palette(colours));
    }
}
