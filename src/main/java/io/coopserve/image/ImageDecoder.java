package io.coopserve.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** PNG, JPEG, GIF (first frame) and BMP by the decoders of the JDK. EXIF orientation is ignored, as CLIP ignores it. */
final class ImageDecoder {
    private static final String FORMATS = "send a PNG, JPEG, GIF or BMP";

    private static final Set<String> OFFERED = Set.of("png", "jpeg", "gif", "bmp");
    /** Progressive JPEGs have about ten; each can go over all pixels in a few bytes. */
    private static final int MOST_SCANS = 100;
    /** The longer side is resized with the shorter one; far beyond, its positions are neither exact nor cheap. */
    private static final long MOST_TIMES_AS_LONG = 100_000;
    private static final int BYTES_PER_PIXEL = 4;
    private static final int ROOM = (int) Math.min(Runtime.getRuntime().maxMemory() / 4 >> 10, Integer.MAX_VALUE);

    private final long maxPixels;
    /** KiB of pictures that are held at once: a few kilobytes of file can be a hundred megabytes of pixels. */
    private final Semaphore room = new Semaphore(ROOM, true);

    ImageDecoder(long maxPixels) {
        this.maxPixels = maxPixels;
        ImageIO.setUseCache(false); // else every request writes a temporary file
    }

    /**
     * Decodes an image, and has it used, when there is room for it.
     *
     * @param use gets the picture, which it must not keep
     * @throws InvalidImageException for whatever is not a whole image of an allowed size
     */
    <T> T decode(byte[] file, Function<Picture, T> use) {
        if (file.length == 0) {
            throw new InvalidImageException(InvalidImageException.Reason.EMPTY, "The image is empty: " + FORMATS + ".");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            if (reader == null || !OFFERED.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                throw new InvalidImageException(InvalidImageException.Reason.UNKNOWN_FORMAT,
                        "The bytes are not an image of a known format: " + FORMATS + ".");
            }
            checkInside(file, reader.getFormatName());
            try {
                return decode(reader, in, use);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidImageException invalid) {
                throw invalid;
            }
            // the JDK's decoders also throw IndexOutOfBounds, IllegalArgument and others on broken files
            throw new InvalidImageException(InvalidImageException.Reason.CORRUPT, "The image is truncated or corrupt: "
                    + (e instanceof IIOException && e.getMessage() != null ? e.getMessage() : "it cannot be decoded") + ".");
        }
    }

    /** What the decoders of the JDK would take without looking at its size. */
    private static void checkInside(byte[] file, String format) {
        if (format.equalsIgnoreCase("bmp") && file.length > 30 && (file[30] == 4 || file[30] == 5)) {
            throw new InvalidImageException(InvalidImageException.Reason.UNKNOWN_FORMAT,
                    "The BMP holds another image file: " + FORMATS + ".");
        }
        if (format.equalsIgnoreCase("jpeg")) {
            long scans = IntStream.range(1, file.length).filter(i -> file[i] == (byte) 0xda && file[i - 1] == (byte) 0xff)
                    .count();
            if (scans > MOST_SCANS) {
                throw new InvalidImageException(InvalidImageException.Reason.TOO_LARGE,
                        "The JPEG has %d scans; at most %d are allowed.".formatted(scans, MOST_SCANS));
            }
        }
    }

    private <T> T decode(ImageReader reader, ImageInputStream in, Function<Picture, T> use) throws IOException {
        Truncation truncation = new Truncation();
        reader.addIIOReadWarningListener(truncation);
        reader.setInput(in, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > maxPixels) {
            throw new InvalidImageException(InvalidImageException.Reason.TOO_LARGE,
                    "The image has %d × %d pixels; at most %d are allowed.".formatted(width, height, maxPixels));
        }
        if (Math.max(width, height) > MOST_TIMES_AS_LONG * Math.min(width, height)) {
            throw new InvalidImageException(InvalidImageException.Reason.TOO_LARGE,
                    "The image has %d × %d pixels: one side may be at most %d times as long as the other.".formatted(width,
                            height,
                            MOST_TIMES_AS_LONG));
        }
        int needed = (int) Math.min(width * height * BYTES_PER_PIXEL >> 10, ROOM);
        room.acquireUninterruptibly(needed);
        try {
            Picture picture = picture(reader.read(0));
            if (truncation.seen != null) {
                throw new IIOException(truncation.seen);
            }
            return use.apply(picture);
        } finally {
            room.release(needed);
        }
    }

    private static Picture picture(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel colours) {
            return indexed(raster, colours, width, height);
        }
        int bands = raster.getNumBands();
        boolean grey = image.getColorModel().getColorSpace().getNumComponents() == 1;
        boolean deep = raster.getSampleModel().getSampleSize(0) == 16;
        Picture.Mode mode = grey
                ? bands == 2 ? Picture.Mode.GREY_ALPHA : deep ? Picture.Mode.GREY16 : Picture.Mode.GREY
                : bands == 4 ? Picture.Mode.RGBA : Picture.Mode.RGB;
        if (bands != mode.channels) {
            throw new InvalidImageException(InvalidImageException.Reason.UNKNOWN_FORMAT,
                    "Images with %d colour channels are not decoded: send RGB or grey.".formatted(bands));
        }
        int shift = deep && mode != Picture.Mode.GREY16 ? 8 : 0; // Pillow keeps the high byte of all but plain grey
        return new Picture(mode, width, height, y -> {
            int[] row = raster.getPixels(0, y, width, 1, (int[]) null);
            for (int i = 0; i < row.length && shift > 0; i++) {
                row[i] >>= shift;
            }
            return row;
        }, null);
    }

    private static Picture indexed(Raster raster, IndexColorModel colours, int width, int height) {
        if (isGreyRamp(colours)) { // what the JDK makes of grey with fewer than 8 bits
            Picture.Mode mode = colours.getPixelSize() == 1 ? Picture.Mode.BILEVEL : Picture.Mode.GREY;
            return new Picture(mode, width, height, y -> {
                int[] row = raster.getPixels(0, y, width, 1, (int[]) null);
                Arrays.setAll(row, x -> colours.getRed(row[x]));
                return row;
            }, null);
        }
        int[] palette = new int[256 * 3];
        for (int i = 0; i < colours.getMapSize(); i++) {
            palette[i * 3] = colours.getRed(i);
            palette[i * 3 + 1] = colours.getGreen(i);
            palette[i * 3 + 2] = colours.getBlue(i);
        }
        return new Picture(Picture.Mode.PALETTE, width, height, y -> raster.getPixels(0, y, width, 1, (int[]) null), palette);
    }

    private static boolean isGreyRamp(IndexColorModel colours) {
        int last = colours.getMapSize() - 1;
        if (colours.getPixelSize() > 4 || last != (1 << colours.getPixelSize()) - 1 || colours.hasAlpha()) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            int level = i * 255 / last;
            if (colours.getRed(i) != level || colours.getGreen(i) != level || colours.getBlue(i) != level) {
                return false;
            }
        }
        return true;
    }

    /** The JDK's JPEG reader fills what is missing with grey and only warns. */
    private static final class Truncation implements javax.imageio.event.IIOReadWarningListener {
        private String seen;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            if (warning.contains("Premature") || warning.contains("Corrupt") || warning.contains("Truncated")) {
                seen = warning;
            }
        }
    }
}
