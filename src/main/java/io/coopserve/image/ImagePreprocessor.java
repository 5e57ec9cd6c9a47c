package io.coopserve.image;

/** From the bytes of an image file to what the image tower takes: the official {@code _transform}, to the last bit. */
public final class ImagePreprocessor {
    private final Preprocessing how;
    private final ImageDecoder decoder;
    private final float[][] normalised = new float[3][256];

    public ImagePreprocessor(Preprocessing how, Decoding decoding) {
        this.how = how;
        this.decoder = new ImageDecoder(decoding, how.shortSide());
        for (int c = 0; c < 3; c++) {
            for (int level = 0; level < 256; level++) {
                normalised[c][level] = (level / 255f - how.mean()[c]) / how.deviation()[c];
            }
        }
    }

    /** Numbers of one preprocessed image, 3 n². */
    public int values() {
        return 3 * how.side() * how.side();
    }

    /**
     * @param file an encoded image
     * @return normalised pixels, (3, n, n) in row-major order
     * @throws InvalidImageException if it is not one
     */
    public float[] pixels(byte[] file) {
        return decoder.decode(file, this::pixels);
    }

    float[] pixels(Picture picture) {
        byte[] rgb = cropped(picture, how.shortSide(), how.side()).rgb();
        float[] pixels = new float[values()];
        int plane = how.side() * how.side();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                pixels[c * plane + i] = normalised[c][rgb[i * 3 + c] & 0xff];
            }
        }
        return pixels;
    }

    /**
     * Decodes an image and forgets it.
     *
     * @return its pixels
     * @throws InvalidImageException if it cannot be decoded
     */
    public long check(byte[] file) {
        return decoder.check(file);
    }

    /** Resizes the short side, then cuts out the centre, in the file's own mode. */
    static Picture cropped(Picture picture, int shortSide, int crop) {
        int shorter = Math.min(picture.width(), picture.height());
        return Resampler.resize(picture, span(picture.width(), shorter, shortSide, crop), span(picture.height(), shorter,
                shortSide, crop));
    }

    private static Resampler.Span span(int side, int shorter, int shortSide, int crop) {
        int size = (int) ((long) shortSide * side / shorter);
        return new Resampler.Span(size, (int) Math.rint((size - crop) / 2.0), crop); // half to even, as Python rounds
    }
}
