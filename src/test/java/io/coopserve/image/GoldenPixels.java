package io.coopserve.image;

import io.coopserve.golden.GoldenImage;

/** What the official decoder made of the files of the golden set. */
public final class GoldenPixels {
    private static final ImageDecoder DECODER = new ImageDecoder(Decoding.official(Integer.MAX_VALUE), 1);

    private GoldenPixels() {
    }

    /** @return what {@link ImagePreprocessor#pixels} would make of them */
    public static float[] of(ImagePreprocessor preprocessor, GoldenImage image) {
        return preprocessor.pixels(picture(image));
    }

    static Picture picture(GoldenImage image) {
        Picture picture = DECODER.decode(image.decoded(), decoded -> decoded);
        return image.mode().equals("CMYK")
                ? new Picture(Picture.Mode.CMYK, picture.width(), picture.height(), picture.rows(), null)
                : picture;
    }
}
