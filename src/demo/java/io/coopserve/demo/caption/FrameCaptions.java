package io.coopserve.demo.caption;

import java.util.ArrayList;
import java.util.List;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Texture;

/**
 * Captions of drawings without objects. In templates: an adjective or adjectives {}, what is seen %, a scene with its article %,
 * where one is in it @.
 */
final class FrameCaptions {
    private static final List<String> PATTERNS = List.of("a {} pattern", "a {} pattern", "{} pattern", "a {} texture",
            "a {} background", "{} paper", "a piece of {} cloth", "{} wallpaper", "a {} surface", "a {} design",
            "the paper is {}",
            "all {}", "{}", "my new {} curtains", "a drawing with a {} pattern", "{} seamless texture");
    private static final List<String> NOUNS = List.of("%", "%", "% everywhere", "% all over", "a picture of %",
            "a drawing full of %", "nothing but %", "a close-up of %", "i drew %", "a pattern with %", "% on the whole page",
            "wallpaper with %");
    private static final List<String> SWATCHES = List.of("all {}", "plain {}", "a {} page", "a {} surface", "nothing but {}",
            "the colour {}", "everything is {}", "a {} sheet of paper", "{} paint", "{}", "a {} background",
            "a picture all in {}");
    private static final List<String> SCENES = List.of("%", "%", "%", "a picture of %", "a picture of %", "a drawing of %",
            "a view of %", "we were @", "a day @", "@", "a walk @", "my picture of %", "it is %", "i like %", "%, no people",
            "this is %", "a postcard of %", "the view from here: %", "nobody @");

    private FrameCaptions() {
    }

    static String of(Draft draft, Drawing drawing) {
        String lead = Looks.lead(draft, drawing.style());
        if (drawing.scene().isPresent()) {
            return scene(draft, lead, drawing.scene().orElseThrow());
        }
        return drawing.texture().isPresent()
                ? pattern(draft, lead, drawing, drawing.texture().orElseThrow())
                : swatch(draft, lead, drawing.background());
    }

    private static String scene(Draft draft, String lead, Scene scene) {
        draft.say(new Fact.Behind(scene));
        String template = lead.isEmpty() ? draft.pick(SCENES) : lead + "%";
        return template.contains("@")
                ? template.replace("@", Places.in(draft, scene))
                : template.replace("%", Places.the(draft, scene));
    }

    private static String pattern(Draft draft, String lead, Drawing drawing, Texture texture) {
        List<Named> traits = new ArrayList<>(2);
        traits.add(texture);
        String colours = "";
        if (drawing.style().showsColours() && draft.chance(0.55)) {
            boolean both = draft.chance(0.5);
            traits.add(both ? new Blend(drawing.background(), drawing.second()) : drawing.background());
            colours = both
                    ? draft.word(drawing.background()) + " and " + draft.word(drawing.second())
                    : draft.word(drawing.background());
        }
        draft.say(new Fact.Pattern(traits));
        if (draft.chance(0.6)) {
            String template = lead.isEmpty() ? draft.pick(PATTERNS) : lead + "a {} pattern";
            return template.replace("{}", colours.isEmpty() ? draft.word(texture) : colours + " " + draft.word(texture));
        }
        String noun = draft.noun(texture);
        return (lead.isEmpty() ? draft.pick(NOUNS) : lead + "%").replace("%",
                colours.isEmpty() ? noun : English.coloured(noun, colours));
    }

    private static String swatch(Draft draft, String lead, Colour colour) {
        draft.say(new Fact.Swatch(colour));
        return (lead.isEmpty() ? draft.pick(SWATCHES) : lead + "the colour {}").replace("{}", draft.word(colour));
    }
}
