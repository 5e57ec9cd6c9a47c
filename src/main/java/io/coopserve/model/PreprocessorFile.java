package io.coopserve.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.image.Preprocessing;

/** Hugging Face's {@code preprocessor_config.json}. */
final class PreprocessorFile {
    private static final int BICUBIC = 3; // Pillow's number

    private PreprocessorFile() {
    }

    static Preprocessing read(JsonNode root) {
        for (String step : new String[]{"do_resize", "do_center_crop", "do_normalize"}) {
            if (!root.path(step).asBoolean(true)) {
                throw new InvalidModelException("preprocessor_config.json: %s = false is not served".formatted(step));
            }
        }
        if (root.path("resample").asInt(BICUBIC) != BICUBIC) {
            throw new InvalidModelException("preprocessor_config.json: resample %s is not served; %d (bicubic) is"
                    .formatted(root.path("resample"), BICUBIC));
        }
        int shortSide = side(root, "size", "shortest_edge");
        int crop = side(root, "crop_size", "height");
        if (crop > shortSide) {
            throw new InvalidModelException(
                    "preprocessor_config.json: crop_size %d exceeds size %d".formatted(crop, shortSide));
        }
        return new Preprocessing(shortSide, crop, triple(root, "image_mean"), triple(root, "image_std"));
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
}
