package io.coopserve.image;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libjpeg-turbo by its TurboJPEG API (2.0 and later keep these functions). It stops at its first complaint: what is to be
 * said of a broken file is the other decoder's part.
 */
final class TurboJpeg {
    private static final int GREY = 6; // TJPF_GRAY
    private static final int RGB = 0; // TJPF_RGB
    private static final int CMYK = 11; // TJPF_CMYK
    private static final int ACCURATE = 4096 | 8192; // TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING
    private static final int EIGHTHS = 8;

    private final Function start;
    private final Function decompress;
    private final Function destroy;

    TurboJpeg(NativeLibrary library) {
        this.start = library.getFunction("tjInitDecompress");
        this.decompress = library.getFunction("tjDecompress2");
        this.destroy = library.getFunction("tjDestroy");
    }

    /**
     * @param scaledSide the inverse DCT makes as many eighths of the picture as leave its shorter side at least twice as long
     * @return null if it complains
     */
    Picture decode(JpegHeader header, int scaledSide) {
        int eighths = eighths(Math.min(header.width(), header.height()), scaledSide);
        int width = scaled(header.width(), eighths);
        int height = scaled(header.height(), eighths);
        Picture.Mode mode = switch (header.components()) {
            case 1 -> Picture.Mode.GREY;
            case 3 -> Picture.Mode.RGB;
            default -> Picture.Mode.CMYK;
        };
        int format = switch (mode) {
            case GREY -> GREY;
            case RGB -> RGB;
            default -> CMYK;
        };
        byte[] samples = decompress(header.bare(), width, height, mode.bytes, format);
        if (samples == null) {
            return null;
        }
        for (int i = 0; i < samples.length && mode == Picture.Mode.CMYK; i++) {
            samples[i] = (byte) ~samples[i]; // Adobe's files hold what is left of white
        }
        return Picture.of(mode, width, height, samples, null);
    }

    private static int eighths(int shorter, int scaledSide) {
        int eighths = 1;
        while (eighths < EIGHTHS && (long) shorter * eighths < 2L * EIGHTHS * scaledSide) {
            eighths++;
        }
        return eighths;
    }

    private static int scaled(int side, int eighths) {
        return (side * eighths + EIGHTHS - 1) / EIGHTHS;
    }

    private byte[] decompress(byte[] jpeg, int width, int height, int pixel, int format) {
        int size = Math.multiplyExact(width * pixel, height);
        Pointer decoder = start.invokePointer(new Object[0]);
        if (decoder == null) {
            throw new OutOfMemoryError("libjpeg-turbo gives no decoder");
        }
        try (NativeBlock in = NativeBlock.of(jpeg); NativeBlock out = new NativeBlock(size)) {
            Object[] arguments = {decoder, in, (long) jpeg.length, out, width, width * pixel, height, format, ACCURATE};
            return decompress.invokeInt(arguments) == 0 ? out.getByteArray(0, size) : null;
        } finally {
            destroy.invokeInt(new Object[]{decoder});
        }
    }
}
