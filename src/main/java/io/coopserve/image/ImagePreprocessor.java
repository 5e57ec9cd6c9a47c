package io.coopserve.image;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** From the bytes of an image file to what the image tower takes: the official {@code _transform}, to the last bit. */
public final class ImagePreprocessor {
    private final Preprocessing how;
    private final ImageDecoder decoder;
    private final ImageDecoder wholeDecoder;
    private final float[][] normalised; // by channel and level

    public ImagePreprocessor(Preprocessing how, Decoding decoding) {
        this.how = how;
        this.decoder = new ImageDecoder(decoding, how.shortSide());
        this.wholeDecoder = new ImageDecoder(decoding.unscaled(), how.shortSide()); // a random crop may be small
        this.normalised = how.normalised();
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

    /**
     * Random views of one image, which is decoded once: the official augmentation of training images, crop, resize and flip
     * in the file's own mode.
     *
     * @param file an encoded image
     * @param seeds one for each view; the same file and seed give the same view
     * @return normalised pixels of each view, as {@link #pixels} gives them
     * @throws InvalidImageException if it is not one
     */
    public List<float[]> randomViews(byte[] file, List<Long> seeds) {
        return wholeDecoder.decode(file, picture -> seeds.stream().map(seed -> normalised(randomView(picture, how.side(),
                new SplittableRandom(seed)))).toList());
    }

    static Picture randomView(Picture picture, int side, RandomGenerator random) {
        Picture crop = RandomResizedCrop.draw(random, picture.width(), picture.height()).of(picture);
        Resampler.Span all = new Resampler.Span(side, 0, side);
        return Orientation.turn(Resampler.resize(crop, all, all), random.nextBoolean()
                ? Orientation.MIRRORED
                : Orientation.UPRIGHT);
    }

    float[] pixels(Picture picture) {
        return normalised(cropped(picture, how.shortSide(), how.side()));
    }

    private float[] normalised(Picture picture) {
        byte[] rgb = picture.rgb();
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
