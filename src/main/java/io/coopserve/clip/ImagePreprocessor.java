package io.coopserve.clip;

import com.fasterxml.jackson.databind.JsonNode;

/** From the bytes of an image file to what the image tower takes: the official {@code _transform}, to the last bit. */
public final class ImagePreprocessor {
    private final int shortSide;
    private final int crop;
    private final float[] mean;
    private final float[] deviation;
    private final ImageDecoder decoder;

    private ImagePreprocessor(int shortSide, int crop, float[] mean, float[] deviation, long maxPixels) {
        this.shortSide = shortSide;
        this.crop = crop;
        this.mean = mean;
        this.deviation = deviation;
        this.decoder = new ImageDecoder(maxPixels);
    }

    /** @param root a Hugging Face {@code preprocessor_config.json} */
    static ImagePreprocessor from(JsonNode root, long maxPixels) {
        for (String step : new String[]{"do_resize", "do_center_crop", "do_normalize"}) {
            if (!root.path(step).asBoolean(true)) {
                throw new InvalidModelException("preprocessor_config.json: %s = false is not served".formatted(step));
            }
        }
        if (root.path("resample").asInt(3) != 3) {
            throw new InvalidModelException("preprocessor_config.json: resample %s is not served; 3 (bicubic) is"
                    .formatted(root.path("resample")));
        }
        int shortSide = side(root, "size", "shortest_edge");
        int crop = side(root, "crop_size", "height");
        if (crop > shortSide) {
            throw new InvalidModelException(
                    "preprocessor_config.json: crop_size %d exceeds size %d".formatted(crop, shortSide));
        }
        return new ImagePreprocessor(shortSide, crop, triple(root, "image_mean"), triple(root, "image_std"), maxPixels);
    }

    private static int side(JsonNode root, String field, String inside) {
        JsonNode node = root.path(field);
        int side = node.isObject() ? node.path(inside).asInt(0) : node.asInt(0);
        if (side < 1) {
            throw new InvalidModelException("preprocessor_config.json: %s is %s; a number or {\"%s\": number} was expected"
                    .formatted(field, node, inside));
        }
        return side;
    }

    private static float[] triple(JsonNode root, String field) {
        JsonNode node = root.path(field);
        if (node.size() != 3) {
            throw new InvalidModelException("preprocessor_config.json: %s needs 3 numbers".formatted(field));
        }
        return new float[]{(float) node.get(0).asDouble(), (float) node.get(1).asDouble(), (float) node.get(2).asDouble()};
    }

    /** Numbers of one preprocessed image, 3 n². */
    public int values() {
        return 3 * crop * crop;
    }

    int side() {
        return crop;
    }

    /**
     * @param file an encoded image
     * @return normalised pixels, (3, n, n) in row-major order
     * @throws InvalidImageException if it is not one
     */
    public float[] pixels(byte[] file) {
        byte[] rgb = decoder.decode(file, picture -> cropped(picture, shortSide, crop).rgb());
        float[] pixels = new float[3 * crop * crop];
        int plane = crop * crop;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                pixels[c * plane + i] = ((rgb[i * 3 + c] & 0xff) / 255f - mean[c]) / deviation[c];
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
