package io.coopserve.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first frame of a GIF, decoded by the JDK, on its screen as Pillow puts it there: what the frame leaves free is the
 * transparent colour, or colour 0, and a frame beyond the screen makes that larger.
 *
 * @param left of the frame on the screen, in pixels
 * @param transparent the transparent colour's index, or 0
 * @param coloured whether there is a table of colours; else indices are greys
 */
record GifFile(byte[] file, int width, int height, int left, int top, int transparent, boolean coloured)
        implements
            ImageFile {
    private static final int TABLE = 0x80;

    static boolean begins(byte[] file) {
        return file.length > 5 && file[0] == 'G' && file[1] == 'I' && file[2] == 'F' && file[3] == '8' && (file[4] == '7'
                || file[4] == '9') && file[5] == 'a';
    }

    static GifFile read(byte[] file) {
        ByteBuffer gif = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int screenWidth = Short.toUnsignedInt(gif.getShort(6));
        int screenHeight = Short.toUnsignedInt(gif.getShort(8));
        int transparent = 0;
        gif.position(13 + table(gif.get(10)));
        for (int block = gif.get(); block != ','; block = gif.get()) {
            if (block == '!') {
                int label = gif.get() & 0xff;
                if (label == 0xf9 && (gif.get(gif.position() + 1) & 1) != 0) {
                    transparent = gif.get(gif.position() + 4) & 0xff;
                }
                skipBlocks(gif);
            } else if (block == ';') {
                throw InvalidImageException.corrupt("the GIF has no frame");
            }
        }
        int frame = gif.position();
        int left = Short.toUnsignedInt(gif.getShort());
        int top = Short.toUnsignedInt(gif.getShort());
        int width = Short.toUnsignedInt(gif.getShort());
        int height = Short.toUnsignedInt(gif.getShort());
        if (width < 1 || height < 1) {
            throw InvalidImageException.corrupt("the GIF's first frame has %d × %d pixels".formatted(width, height));
        }
        return new GifFile(file, Math.max(screenWidth, left + width), Math.max(screenHeight, top + height), left, top,
                transparent, ((gif.get(10) | gif.get(frame + 8)) & TABLE) != 0);
    }

    private static int table(byte flags) {
        return (flags & TABLE) == 0 ? 0 : 3 * (2 << (flags & 7));
    }

    private static void skipBlocks(ByteBuffer gif) {
        for (int length = gif.get() & 0xff; length > 0; length = gif.get() & 0xff) {
            gif.position(gif.position() + length);
        }
    }

    @Override
    public int bytesPerPixel() {
        return 1;
    }

    @Override
    public byte[] exif() {
        return null;
    }

    @Override
    public Picture decode() throws IOException {
        BufferedImage frame = JdkReader.image(file, "gif");
        IndexColorModel colours = (IndexColorModel) frame.getColorModel();
        Picture.Rows rows = JdkPixels.indices(frame.getRaster());
        byte[] line = new byte[frame.getWidth()];
        Picture.Rows onScreen = (y, row) -> {
            Arrays.fill(row, 0, width, (byte) transparent);
            if (y >= top && y < top + frame.getHeight()) {
                rows.read(y - top, line);
                System.arraycopy(line, 0, row, left, line.length);
            }
        };
        return !coloured || JdkPixels.isRamp(colours)
                ? new Picture(Picture.Mode.GREY, width, height, onScreen, null)
                : new Picture(Picture.Mode.PALETTE, width, height, onScreen, JdkPixels.palette(colours));
    }
}
