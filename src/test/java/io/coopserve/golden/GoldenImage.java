package io.coopserve.golden;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A file of the set's {@code images/}.
 *
 * @param mode Pillow's name for the kind of pixels
 * @param file as it came
 * @param decoded for a JPEG the PNG of the pixels that Pillow's decoder gave (CMYK as RGBA), since decoders may differ by a
 *        level or two; else the file
 */
public record GoldenImage(String name, String mode, byte[] file, byte[] decoded) {
    /** All of the set. */
    public static List<GoldenImage> all() {
        GoldenSet set = GoldenSet.current();
        List<GoldenImage> images = new ArrayList<>();
        set.json("preprocess.json").path("images").properties().forEach(entry -> {
            JsonNode image = entry.getValue();
            byte[] file = set.bytes("images/" + entry.getKey());
            byte[] decoded = image.has("decoded") ? set.bytes("images/" + image.path("decoded").asText()) : file;
            images.add(new GoldenImage(entry.getKey(), image.path("mode").asText(), file, decoded));
        });
        return images;
    }

    /** Whether the set has its pixels beside the file, for the file is a JPEG. */
    public boolean isJpeg() {
        return file != decoded;
    }
}
