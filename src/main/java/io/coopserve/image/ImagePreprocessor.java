package io.coopserve.image;

/** From the bytes of an image file to what the image tower takes: the official {@code _transform}, to the last bit. */
public final class ImagePreprocessor {
    private final Preprocessing how;
    private final ImageDecoder decoder;

    /** @param maxPixels largest image that is decoded */
    public ImagePreprocessor(Preprocessing how, long maxPixels) {
        this.how = how;
        this.decoder = new ImageDecoder(maxPixels);
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
        byte[] rgb = decoder.decode(file, picture -> cropped(picture, how.shortSide(), how.side()).rgb());
        float[] pixels = new float[values()];
        int plane = how.side() * how.side();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                pixels[c * plane + i] = ((rgb[i * 3 + c] & 0xff) / 255f - how.mean()[c]) / how.deviation()[c];
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
        return decoder.decode(file, picture -> (long) picture.width() * picture.height());
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
