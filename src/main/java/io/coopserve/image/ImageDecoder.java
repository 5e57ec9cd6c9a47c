package io.coopserve.image;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import javax.imageio.IIOException;

import org.jboss.logging.Logger;

/** JPEG, PNG, WebP, GIF and BMP, the first frame of each, within limits. Thread-safe. */
final class ImageDecoder {
    private static final Logger LOG = Logger.getLogger(ImageDecoder.class);
    /** The longer side is resized with the shorter one; far beyond, its positions are neither exact nor cheap. */
    private static final long MOST_TIMES_AS_LONG = 100_000;
    private static final int ROOM = (int) Math.min(Runtime.getRuntime().maxMemory() / 4 >> 10, Integer.MAX_VALUE);
    /** KiB of pictures that are held at once: a few kilobytes of file can be a hundred megabytes of pixels. */
    private static final Semaphore FREE = new Semaphore(ROOM, true);

    private final Decoding how;
    private final int shortSide;
    private final SystemCodecs codecs;

    /** @param shortSide what pictures will be resized to, for decoding that scales */
    ImageDecoder(Decoding how, int shortSide) {
        this.how = how;
        this.shortSide = shortSide;
        this.codecs = how.systemLibraries() ? SystemCodecs.installed() : SystemCodecs.NONE;
        if (how.jpegScaling() && codecs.jpeg() == null) {
            LOG.warn("coop.image.jpeg-scaling is without effect: it needs libjpeg-turbo (Debian's libturbojpeg0), and "
                    + "coop.image.system-libraries");
        }
    }

    /**
     * Decodes an image, and has it used, when there is room for it.
     *
     * @param use gets the picture, which it must not keep
     * @throws InvalidImageException for whatever is not a whole image of an allowed size
     */
    <T> T decode(byte[] file, Function<Picture, T> use) {
        return guarded(() -> decode(read(file), use));
    }

    /**
     * Decodes an image and forgets it.
     *
     * @return its pixels
     * @throws InvalidImageException as {@link #decode} does
     */
    long check(byte[] file) {
        return guarded(() -> {
            ImageFile image = read(file);
            decode(image, picture -> picture);
            return (long) image.width() * image.height();
        });
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (InvalidImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // decoders also throw IndexOutOfBounds, IllegalArgument and others on broken files
            throw InvalidImageException.corrupt(e instanceof IIOException && e.getMessage() != null
                    ? e.getMessage()
                    : "it cannot be decoded");
        }
    }

    private ImageFile read(byte[] file) {
        if (file.length == 0) {
            throw new InvalidImageException(InvalidImageException.Reason.EMPTY, "The image is empty.");
        }
        int scaledSide = how.jpegScaling() ? shortSide : Integer.MAX_VALUE;
        if (JpegFile.begins(file)) {
            return JpegFile.read(file, codecs, scaledSide);
        }
        if (PngFile.begins(file)) {
            return PngFile.read(file);
        }
        if (WebpFile.begins(file)) {
            return WebpFile.read(file, codecs);
        }
        if (GifFile.begins(file)) {
            return GifFile.read(file);
        }
        if (BmpFile.begins(file)) {
            return BmpFile.read(file);
        }
        throw InvalidImageException.unknown("The bytes are not an image of a known format");
    }

    private <T> T decode(ImageFile image, Function<Picture, T> use) throws IOException {
        int orientation = how.exifOrientation() ? Orientation.of(image.exif()) : Orientation.UPRIGHT;
        int needed = room(image, orientation != Orientation.UPRIGHT);
        FREE.acquireUninterruptibly(needed);
        try {
            return use.apply(Orientation.turn(image.decode(), orientation));
        } finally {
            FREE.release(needed);
        }
    }

    /** KiB that an image takes, if its size is allowed. */
    private int room(ImageFile image, boolean turned) {
        long width = image.width();
        long height = image.height();
        if (width < 1 || height < 1) {
            throw InvalidImageException.corrupt("its header says %d × %d pixels".formatted(width, height));
        }
        if (width * height > how.maxPixels()) {
            throw InvalidImageException.tooLarge("The image has %d × %d pixels; at most %d are allowed.".formatted(width,
                    height, how.maxPixels()));
        }
        if (Math.max(width, height) > MOST_TIMES_AS_LONG * Math.min(width, height)) {
            throw InvalidImageException.tooLarge(
                    "The image has %d × %d pixels: one side may be at most %d times as long as the other.".formatted(width,
                            height, MOST_TIMES_AS_LONG));
        }
        long bytes = width * height * (image.bytesPerPixel() + (turned ? 4 : 0));
        if (bytes >> 10 > 2L * ROOM) {
            throw InvalidImageException.tooLarge(("The image has %d × %d pixels, which take %d MiB to decode; %d MiB are there "
                    + "for it. Send a smaller one.").formatted(width, height, bytes >> 20, 2 * ROOM >> 10));
        }
        return (int) Math.min(bytes >> 10, ROOM);
    }
}
