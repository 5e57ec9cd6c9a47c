package io.coopserve.demo.caption;

import java.util.List;

import io.coopserve.demo.world.Style;

/** How a caption begins if it speaks of the picture as a picture. */
final class Looks {
    private static final List<String> PHOTOS = List.of("a photo of ", "a photo of ", "photo: ", "photo of ", "a bad photo of ");
    private static final double PHOTO = 0.045;
    private static final double SPOKEN_OF = 0.45;

    private Looks() {
    }

    /** "A blurry picture of " and the like, claimed; "a photo of ", though there are no photos, as on the web; mostly empty. */
    static String lead(Draft draft, Style style) {
        if (draft.chance(PHOTO)) {
            return draft.pick(PHOTOS);
        }
        if (style == Style.PLAIN || !draft.chance(SPOKEN_OF)) {
            return "";
        }
        draft.say(new Fact.Look(style));
        String word = draft.word(style);
        return switch (style) {
            case OUTLINE, SKETCH -> "a " + word + " of ";
            default -> "a " + word + (draft.chance(0.6) ? " picture of " : draft.chance(0.5) ? " drawing of " : " image of ");
        };
    }
}
