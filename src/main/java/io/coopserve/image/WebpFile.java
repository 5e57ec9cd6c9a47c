package io.coopserve.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

/**
 * The first frame of a WebP (RFC 9649) on its canvas. Where libwebp is installed it is decoded by that, as Pillow does;
 * where it is not, in Java, exact if lossless; of lossy ones the colours are not smoothed between pixels as libwebp does.
 *
 * @param left of the frame on the canvas, in pixels
 * @param still a WebP of the frame alone, without profile or other metadata
 */
record WebpFile(int width, int height, boolean alpha, int left, int top, int frameWidth, int frameHeight, byte[] still,
        byte[] exif, LibWebp library) implements ImageFile {
    private static final int HEADER = 12;
    /** The decoder in Java takes about a microsecond for each. */
    private static final long MOST_PIXELS_IN_JAVA = 1 << 22;

    static boolean begins(byte[] file) {
        return file.length > HEADER && ByteBuffer.wrap(file).getInt(0) == tag("RIFF") && ByteBuffer.wrap(file).getInt(8) == tag(
                "WEBP");
    }

    static WebpFile read(byte[] file, SystemCodecs codecs) {
        return new Parser(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).parse(codecs.webp());
    }

    private static int tag(String name) {
        return ByteBuffer.wrap(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).getInt();
    }

    /** The picture, and as much again while it is made. */
    @Override
    public int bytesPerPixel() {
        return 10;
    }

    @Override
    public Picture decode() throws IOException {
        Picture.Mode mode = alpha ? Picture.Mode.RGBA : Picture.Mode.RGB;
        Picture frame;
        if (library != null) {
            byte[] samples = library.decode(still, frameWidth, frameHeight, alpha);
            if (samples == null) {
                throw InvalidImageException.corrupt("libwebp cannot decode it");
            }
            frame = Picture.of(mode, frameWidth, frameHeight, samples, null);
        } else {
            Raster raster = JdkReader.read(still, new WebPImageReaderSpi().createReaderInstance(null), reader -> reader.read(0)
                    .getRaster());
            frame = new Picture(mode, frameWidth, frameHeight, JdkPixels.rows(raster, mode.channels), null);
        }
        return frameWidth == width && frameHeight == height ? frame : onCanvas(frame);
    }

    /** What the frame leaves free is black, and transparent. */
    private Picture onCanvas(Picture frame) {
        int pixel = frame.mode().bytes;
        byte[] line = new byte[frameWidth * pixel];
        return new Picture(frame.mode(), width, height, (y, row) -> {
            Arrays.fill(row, (byte) 0);
            if (y >= top && y < top + frameHeight) {
                frame.rows().read(y - top, line);
                System.arraycopy(line, 0, row, left * pixel, line.length);
            }
        }, null);
    }

    private record Chunk(int tag, ByteBuffer content) {}

    private static final class Parser {
        private final ByteBuffer file;
        private int width;
        private int height;
        private int left;
        private int top;
        private boolean extended;
        private boolean animated;
        private boolean alpha;
        private byte[] exif;
        private Chunk transparency;
        private Chunk frame;

        private Parser(ByteBuffer file) {
            this.file = file;
        }

        private WebpFile parse(LibWebp library) {
            long end = 8 + Integer.toUnsignedLong(file.getInt(4));
            if (end > file.capacity()) {
                throw InvalidImageException.corrupt("the WebP is said to have %d bytes and has %d".formatted(end, file
                        .capacity()));
            }
            chunks(file.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(HEADER).limit((int) end));
            if (frame == null) {
                throw InvalidImageException.corrupt("the WebP has no frame");
            }
            int frameWidth = frameSize(0);
            int frameHeight = frameSize(1);
            if (!extended) {
                width = frameWidth;
                height = frameHeight;
            }
            boolean fits = animated
                    ? left + frameWidth <= width && top + frameHeight <= height
                    : frameWidth == width && frameHeight == height;
            if (frameWidth < 1 || frameHeight < 1 || !fits) {
                throw InvalidImageException.corrupt("the WebP's frame of %d × %d pixels does not fit its canvas of %d × %d"
                        .formatted(frameWidth, frameHeight, width, height));
            }
            if (library == null && (long) width * height > MOST_PIXELS_IN_JAVA) {
                throw InvalidImageException
                        .tooLarge(("The WebP has %d × %d pixels; at most %d are allowed where libwebp is not "
                                + "installed.").formatted(width, height, MOST_PIXELS_IN_JAVA));
            }
            return new WebpFile(width, height, alpha, left, top, frameWidth, frameHeight, still(frameWidth, frameHeight), exif,
                    library);
        }

        private void chunks(ByteBuffer in) {
            while (in.remaining() >= 8) {
                int tag = Integer.reverseBytes(in.getInt());
                long length = Integer.toUnsignedLong(in.getInt());
                if (length > in.remaining()) {
                    throw InvalidImageException.corrupt("a chunk of the WebP is said to have %d bytes".formatted(length));
                }
                ByteBuffer content = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
                chunk(new Chunk(tag, content));
                in.position((int) Math.min(in.position() + length + (length & 1), in.limit()));
            }
        }

        private void chunk(Chunk chunk) {
            ByteBuffer content = chunk.content;
            if (chunk.tag == tag("VP8X") && !extended && frame == null) {
                extended = true;
                alpha = (content.get(0) & 0x10) != 0;
                width = 1 + (content.getInt(4) & 0xffffff);
                height = 1 + (content.getInt(6) >>> 8);
            } else if (chunk.tag == tag("ANMF") && extended && !animated) { // one, and none inside another
                animated = true;
                left = 2 * (content.getInt(0) & 0xffffff);
                top = 2 * (content.getInt(2) >>> 8);
                chunks(content.slice(16, content.capacity() - 16).order(ByteOrder.LITTLE_ENDIAN));
            } else if (chunk.tag == tag("ALPH") && frame == null) {
                transparency = chunk;
            } else if ((chunk.tag == tag("VP8 ") || chunk.tag == tag("VP8L")) && frame == null) {
                frame = chunk;
                if (isLossless() && !animated) {
                    alpha = (content.getInt(1) >>> 28 & 1) != 0;
                } else if (extended && !animated) {
                    alpha |= transparency != null;
                }
            } else if (chunk.tag == tag("EXIF") && exif == null) {
                exif = new byte[content.remaining()];
                content.get(exif);
            }
        }

        private boolean isLossless() {
            return frame.tag == tag("VP8L");
        }

        /** @param side 0: width, 1: height */
        private int frameSize(int side) {
            ByteBuffer content = frame.content;
            return isLossless()
                    ? 1 + (content.getInt(1) >>> 14 * side & 0x3fff)
                    : content.getShort(6 + 2 * side) & 0x3fff;
        }

        private byte[] still(int frameWidth, int frameHeight) {
            boolean separate = transparency != null && !isLossless();
            int size = 4 + padded(frame) + (separate ? 18 + padded(transparency) : 0);
            ByteBuffer out = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
            name(out, tag("RIFF")).putInt(size);
            name(out, tag("WEBP"));
            if (separate) {
                name(out, tag("VP8X")).putInt(10).putInt(0x10);
                put24(out, frameWidth - 1);
                put24(out, frameHeight - 1);
                put(out, transparency);
            }
            put(out, frame);
            return out.array();
        }

        private static int padded(Chunk chunk) {
            return 8 + chunk.content.capacity() + (chunk.content.capacity() & 1);
        }

        private static void put(ByteBuffer out, Chunk chunk) {
            int start = out.position();
            name(out, chunk.tag).putInt(chunk.content.capacity()).put(chunk.content.rewind());
            out.position(start + padded(chunk));
        }

        private static ByteBuffer name(ByteBuffer out, int tag) {
            return out.putInt(Integer.reverseBytes(tag));
        }

        private static void put24(ByteBuffer out, int value) {
            out.putShort((short) value).put((byte) (value >> 16));
        }
    }
}
