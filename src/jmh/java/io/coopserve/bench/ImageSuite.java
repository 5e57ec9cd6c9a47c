package io.coopserve.bench;

import java.util.List;

import io.coopserve.image.Decoding;
import io.coopserve.image.ImagePreprocessor;
import io.coopserve.image.Preprocessing;

/** What decoding and resizing a JPEG costs beside the image tower. */
final class ImageSuite {
    private static final int SIDE = 224;

    private ImageSuite() {
    }

    /** @param oneImage one pass of one image through the tower */
    static List<Measure> run(Pairs.Turn oneImage) throws Exception {
        byte[] small = Photo.jpeg(1);
        byte[] large = Photo.jpeg(1, 4_000, 3_000);
        return List.of(measure("decode.500x375", small, Decoding.official(Integer.MAX_VALUE), 40, oneImage),
                measure("decode.500x375.java", small, new Decoding(Integer.MAX_VALUE, false, false, false), 40, oneImage),
                measure("decode.12MP", large, Decoding.official(Integer.MAX_VALUE), 15, oneImage),
                measure("decode.12MP.java", large, new Decoding(Integer.MAX_VALUE, false, false, false), 15, oneImage),
                measure("decode.12MP.scaled", large, new Decoding(Integer.MAX_VALUE, false, true, true), 15, oneImage));
    }

    private static Measure measure(String name, byte[] jpeg, Decoding decoding, int pairs, Pairs.Turn oneImage)
            throws Exception {
        ImagePreprocessor preprocessor = new ImagePreprocessor(Preprocessing.official(SIDE), decoding);
        Pairs times = Pairs.measure(pairs, pairs, () -> preprocessor.pixels(jpeg), oneImage);
        return new Measure(name, times.ratio(), "x",
                ("ImagePreprocessor.pixels of a JPEG of %d bytes to %d pixels, %s, against "
                        + "baseline: one image through the tower; %s").formatted(jpeg.length, SIDE, decoding, times));
    }
}
