package io.coopserve.image;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Rows of what Java's decoders give, which is laid out in many ways. */
final class JdkPixels {
    private JdkPixels() {
    }

    /**
     * Samples of 8 bit: of deeper ones the high byte, shallower ones stretched, as Pillow does.
     *
     * @param channels taken, of those that there are; alpha is full where there is none
     */
    static Picture.Rows rows(Raster raster, int channels) {
        if (raster.getNumBands() == channels - 1) {
            return opaque(rows(raster, channels - 1), raster.getWidth(), channels);
        }
        if (raster.getSampleModel() instanceof ComponentSampleModel model && raster
                .getDataBuffer() instanceof DataBufferByte buffer) {
            return rows(raster.getWidth(), model, buffer, channels);
        }
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] bits = raster.getSampleModel().getSampleSize();
        int[] samples = new int[width * bands];
        return (y, row) -> {
            raster.getPixels(0, y, width, 1, samples);
            for (int x = 0, i = 0; x < width; x++) {
                for (int c = 0; c < channels; c++, i++) {
                    int sample = samples[x * bands + c];
                    row[i] = (byte) (bits[c] < 8 ? sample * 255 / ((1 << bits[c]) - 1) : sample >> bits[c] - 8);
                }
            }
        };
    }

    private static Picture.Rows opaque(Picture.Rows rows, int width, int channels) {
        byte[] line = new byte[width * (channels - 1)];
        return (y, row) -> {
            rows.read(y, line);
            for (int x = 0; x < width; x++) {
                System.arraycopy(line, x * (channels - 1), row, x * channels, channels - 1);
                row[(x + 1) * channels - 1] = (byte) 255;
            }
        };
    }

    /** Straight from the array: most pictures, and most of the time, go this way. */
    private static Picture.Rows rows(int width, ComponentSampleModel model, DataBufferByte buffer, int channels) {
        byte[] data = buffer.getData();
        int pixel = model.getPixelStride();
        int[] offsets = model.getBandOffsets();
        return (y, row) -> {
            int start = buffer.getOffset() + y * model.getScanlineStride();
            for (int c = 0; c < channels; c++) {
                int p = start + offsets[c];
                for (int x = 0, i = c; x < width; x++, i += channels, p += pixel) {
                    row[i] = data[p];
                }
            }
        };
    }

    /** Samples of 16 bit, the first of each pixel. */
    static Picture.Rows wideRows(Raster raster) {
        int width = raster.getWidth();
        int[] samples = new int[width];
        return (y, row) -> {
            raster.getSamples(0, y, width, 1, 0, samples);
            for (int x = 0; x < width; x++) {
                row[2 * x] = (byte) (samples[x] >> 8);
                row[2 * x + 1] = (byte) samples[x];
            }
        };
    }

    /** Indices into a palette. */
    static Picture.Rows indices(Raster raster) {
        int width = raster.getWidth();
        int[] samples = new int[width];
        return (y, row) -> {
            raster.getSamples(0, y, width, 1, 0, samples);
            for (int x = 0; x < width; x++) {
                row[x] = (byte) samples[x];
            }
        };
    }

    /** 256 RGB triples; black beyond the palette. */
    static byte[] palette(IndexColorModel colours) {
        byte[] palette = new byte[256 * 3];
        for (int i = 0; i < Math.min(colours.getMapSize(), 256); i++) {
            palette[i * 3] = (byte) colours.getRed(i);
            palette[i * 3 + 1] = (byte) colours.getGreen(i);
            palette[i * 3 + 2] = (byte) colours.getBlue(i);
        }
        return palette;
    }

    /** Whether each colour is the grey of its own index, so that Pillow takes the picture for grey. */
    static boolean isRamp(IndexColorModel colours) {
        for (int i = 0; i < colours.getMapSize(); i++) {
            if (!isGrey(colours, i, i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isGrey(IndexColorModel colours, int index, int level) {
        return colours.getRed(index) == level && colours.getGreen(index) == level && colours.getBlue(index) == level;
    }
}
