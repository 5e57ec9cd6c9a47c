package io.coopserve.demo.caption;

import java.util.List;
import java.util.Optional;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Texture;

/** Captions of one thing where the whole frame is it: a texture or a colour. */
final class FocusedFrames {
    private static final List<String> PLAIN = List.of("all {}", "plain {}", "a {} picture", "nothing but {}",
            "everything is {}",
            "a {} surface");
    private static final List<String> PATTERNS = List.of("a {} pattern", "a {} pattern", "{} pattern", "a {} texture",
            "{} texture",
            "a {} background", "a {} surface", "the pattern is {}", "the texture is {}", "the whole picture is {}", "all {}",
            "a picture of a {} pattern");
    private static final List<String> PATTERNS_OF = List.of("%", "a picture of %", "% everywhere", "% all over",
            "nothing but %",
            "a pattern with %", "the whole picture is full of %");

    private FocusedFrames() {
    }

    static Optional<String> of(Draft draft, Drawing drawing, Focus focus) {
        if (focus == Focus.TEXTURE && drawing.style().showsTextures()) {
            return drawing.texture().map(texture -> pattern(draft, texture));
        }
        if (focus == Focus.COLOUR && drawing.style().showsColours() && drawing.scene().isEmpty()) {
            return Optional.of(drawing.texture().isPresent() ? colours(draft, drawing) : swatch(draft, drawing.background()));
        }
        return Optional.empty();
    }

    private static String pattern(Draft draft, Texture texture) {
        if (draft.chance(0.1)) {
            draft.say(new Fact.Shown(texture));
            return draft.word(texture);
        }
        if (draft.chance(0.1)) {
            draft.say(new Fact.Shown(texture));
            return draft.pick(FocusedCaptions.SEEN).replace("%", draft.noun(texture));
        }
        draft.say(new Fact.Pattern(List.of(texture)));
        return draft.chance(0.65)
                ? draft.pick(PATTERNS).replace("{}", draft.word(texture))
                : draft.pick(PATTERNS_OF).replace("%", draft.noun(texture));
    }

    private static String colours(Draft draft, Drawing drawing) {
        boolean both = draft.chance(0.5);
        draft.say(new Fact.Pattern(
                List.of(both ? new Blend(drawing.background(), drawing.second()) : drawing.background())));
        String first = draft.word(drawing.background());
        return (draft.chance(0.5) ? "a {} pattern" : draft.chance(0.5) ? "a pattern in {}" : "a {} texture").replace("{}",
                both ? first + " and " + draft.word(drawing.second()) : first);
    }

    private static String swatch(Draft draft, Colour colour) {
        if (draft.chance(0.4)) {
            draft.say(new Fact.Shown(colour));
            return draft.chance(0.4)
                    ? draft.word(colour)
                    : draft.pick(FocusedCaptions.COLOURS).replace("{}", draft.word(colour));
        }
        draft.say(new Fact.Swatch(colour));
        return draft.pick(PLAIN).replace("{}", draft.word(colour));
    }
}
