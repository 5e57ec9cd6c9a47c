package io.coopserve.image;

import java.awt.image.Raster;
import java.io.IOException;

import javax.imageio.ImageIO;

/**
 * A JPEG. Where libjpeg-turbo is installed it is decoded by that, the decoder that Pillow uses; where it is not, or where
 * that complains of the file, by the JDK's, which may differ by a level or two.
 */
record JpegFile(JpegHeader header, SystemCodecs codecs, int scaledSide) implements ImageFile {
    static boolean begins(byte[] file) {
        return file.length > 2 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff;
    }

    /** @param scaledSide a shorter side that need not be decoded to more than twice its pixels */
    static JpegFile read(byte[] file, SystemCodecs codecs, int scaledSide) {
        return new JpegFile(JpegHeader.read(file), codecs, scaledSide);
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    /** All coefficients of a progressive JPEG, of 2 bytes, are held until its last scan. */
    @Override
    public int bytesPerPixel() {
        return header.progressive() ? 3 * header.components() : header.components();
    }

    @Override
    public byte[] exif() {
        return header.exif();
    }

    @Override
    public Picture decode() throws IOException {
        Picture picture = codecs.jpeg() == null ? null : codecs.jpeg().decode(header, scaledSide);
        if (picture != null) {
            return picture;
        }
        if (!header.huffman()) {
            throw InvalidImageException.unknown("The JPEG is coded arithmetically, which is not decoded here");
        }
        Raster raster = JdkReader.read(header.bare(), ImageIO.getImageReadersByFormatName("jpeg").next(),
                reader -> header.components() == 4 ? reader.readRaster(0, null) : reader.read(0).getRaster());
        Picture.Rows rows = JdkPixels.rows(raster, header.components());
        return switch (header.components()) {
            case 1 -> new Picture(Picture.Mode.GREY, width(), height(), rows, null);
            case 3 -> new Picture(Picture.Mode.RGB, width(), height(), rows, null);
            default -> new Picture(Picture.Mode.CMYK, width(), height(), (y, row) -> {
                rows.read(y, row);
                invert(row, header.luminance());
            }, null);
        };
    }

    /** Adobe's files hold what is left of white, and Pillow takes all files for Adobe's. */
    private static void invert(byte[] row, boolean luminance) {
        for (int i = 0; i < row.length; i += 4) {
            if (luminance) {
                toCmy(row, i);
            }
            for (int c = i; c < i + 4; c++) {
                row[c] = (byte) ~row[c];
            }
        }
    }

    /** YCbCr to CMY in fixed point, as libjpeg does it (JFIF 1.02, inverted). */
    private static void toCmy(byte[] row, int i) {
        int y = row[i] & 0xff;
        int cb = (row[i + 1] & 0xff) - 128;
        int cr = (row[i + 2] & 0xff) - 128;
        row[i] = inverted(y + (91881 * cr + 32768 >> 16));
        row[i + 1] = inverted(y + (-22554 * cb - 46802 * cr + 32768 >> 16));
        row[i + 2] = inverted(y + (116130 * cb + 32768 >> 16));
    }

    private static byte inverted(int level) {
        return (byte) (255 - Math.max(0, Math.min(level, 255)));
    }
}
