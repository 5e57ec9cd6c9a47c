package io.coopserve.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.image.Preprocessing;

/** Hugging Face's {@code preprocessor_config.json}. */
final class PreprocessorFile {
    static final String FILE = "preprocessor_config.json";
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
        double factor = root.path("rescale_factor").asDouble(1 / 255.0);
        if (!root.path("do_rescale").asBoolean(true) || Math.abs(factor * 255 - 1) > 1e-6) {
            throw new InvalidModelException("preprocessor_config.json: values are not brought from 0…255 to 0…1 (do_rescale, "
                    + "rescale_factor); only that is served");
        }
        int shortSide = side(root, "size", "shortest_edge");
        int crop = side(root, "crop_size", "height");
        if (crop > shortSide) {
            throw new InvalidModelException(
                    "preprocessor_config.json: crop_size %d exceeds size %d".formatted(crop, shortSide));
        }
        return new Preprocessing(shortSide, crop, triple(FILE, root, "image_mean"), triple(FILE, root, "image_std"));
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

    static float[] triple(String file, JsonNode root, String field) {
        JsonNode node = root.path(field);
        float[] values = new float[3];
        for (int i = 0; i < 3; i++) {
            if (!node.isArray() || node.size() != 3 || !node.get(i).isNumber()) {
                throw new InvalidModelException("%s: %s needs 3 numbers".formatted(file, field));
            }
            values[i] = (float) node.get(i).asDouble();
        }
        return values;
    }
}
