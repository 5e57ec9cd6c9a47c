package io.coopserve.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A file of the set's {@code images/}.
 *
 * @param mode Pillow's name for the kind of pixels
 * @param file what is decoded: for a JPEG the PNG of the pixels that Pillow's decoder gave, since decoders differ by a level
 *        or two and it is what follows that is compared
 */
public record GoldenImage(String name, String mode, byte[] file) {
    private static final Set<String> MODES = Set.of("1", "L", "LA", "P", "RGB", "RGBA", "I");

    /** All of the set in modes that {@link ImageDecoder} knows; the others are put down as not covered. */
    public static List<GoldenImage> all() {
        GoldenSet set = GoldenSet.current();
        List<GoldenImage> images = new ArrayList<>();
        set.json("preprocess.json").path("images").properties().forEach(entry -> {
            JsonNode image = entry.getValue();
            String name = entry.getKey();
            String mode = image.path("mode").asText();
            byte[] original = set.bytes("images/" + name);
            byte[] file = image.has("decoded") ? set.bytes("images/" + image.path("decoded").asText()) : original;
            if (image.has("decoded")) {
                GoldenReport.notCovered("images/%s: decoding JPEG".formatted(name));
            }
            if (MODES.contains(mode)) {
                images.add(new GoldenImage(name, mode, file));
            } else {
                GoldenReport.notCovered("images/%s: mode %s".formatted(name, mode));
            }
        });
        return images;
    }
}
