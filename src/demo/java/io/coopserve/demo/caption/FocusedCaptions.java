package io.coopserve.demo.caption;

import java.util.List;
import java.util.Optional;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

/** Captions of one thing. In templates: its words {}, the noun of a texture or a scene with its article %, a place @. */
final class FocusedCaptions {
    private static final List<String> ONE = List.of("a {}", "a {}", "a {}", "a drawing of a {}", "a picture of a {}",
            "an image of a {}", "there is a {}", "this is a {}", "it is a {}", "one {}", "a single {}", "here is a {}",
            "i drew a {}",
            "the shape is a {}", "an object like a {}", "something like a {}", "the outer form is a {}");
    private static final List<String> MANY = List.of("several {}", "some {}", "a drawing of {}", "a picture of {}",
            "there are {}",
            "these are {}", "{} everywhere", "a group of {}", "i drew {}");
    private static final List<String> ADJECTIVES = List.of("a {} shape", "a {} shape", "a {} object", "a {} thing",
            "the shape is {}", "it is {}", "a drawing of a {} shape", "there is a {} shape", "one {} object",
            "a picture of a {} object");
    private static final List<String> ADJECTIVES_OF_MANY = List.of("{} shapes", "{} objects", "{} things", "the shapes are {}",
            "several {} shapes", "there are {} shapes", "a drawing of {} shapes");
    static final List<String> COLOURS = List.of("something {}", "the colour {}", "the colour is {}", "something in {}",
            "it is {}", "a drawing in {}");
    static final List<String> SEEN = List.of("something with %", "%", "it has %", "a drawing with %");
    private static final List<String> WITH = List.of("a shape with %", "an object with %", "a shape covered in %",
            "a thing filled with %", "there is a shape with %");
    private static final List<String> MANY_WITH = List.of("shapes with %", "objects covered in %", "several shapes with %");
    private static final List<String> SCENES = List.of("%", "%", "a picture of %", "a drawing of %", "the background is %",
            "behind it is %", "% in the background", "a view of %", "with % behind it", "it is %", "this is %", "@", "@",
            "a picture taken @", "something @");
    private static final List<String> SCENES_BY_NAME = List.of("{}", "in the {}", "a {} scene", "a {} background",
            "the background is the {}", "the {}", "a picture of the {}");
    private static final List<String> COUNTS = List.of("{} shapes", "{} shapes", "{} objects", "{} things", "{} of them",
            "a picture of {} shapes", "a drawing with {} objects", "there are {} shapes", "exactly {} objects",
            "you can count {} shapes", "{} figures");
    private static final List<String> COUNTS_OF_KIND = List.of("{} %", "{} %", "{} %", "there are {} %", "a picture of {} %",
            "a drawing of {} %", "{} % in a picture");
    private static final List<String> PLACES = List.of("a shape @", "a shape @", "an object @", "an object @", "something @",
            "@",
            "the object is @", "the shape is @", "there is a shape @", "@ of the picture", "a thing @");
    private static final List<String> LOOKS = List.of("a {} picture", "a {} drawing", "a {} image", "{}", "the picture is {}",
            "it is {}");
    private static final List<String> LINES = List.of("{}", "a {}", "just a {}", "drawn as a {}", "a {} of a shape");

    private FocusedCaptions() {
    }

    static Optional<String> of(Draft draft, Drawing drawing, Focus focus) {
        if (focus == Focus.SCENE) {
            return drawing.scene().map(scene -> scene(draft, scene));
        }
        if (focus == Focus.STYLE) {
            return drawing.style() == Style.PLAIN ? Optional.empty() : Optional.of(style(draft, drawing.style()));
        }
        if (drawing.groups().isEmpty()) {
            return FocusedFrames.of(draft, drawing, focus);
        }
        Group group = draft.pick(drawing.groups());
        return switch (focus) {
            case COUNT -> Optional.of(count(draft, drawing));
            case POSITION -> group.position().map(position -> position(draft, drawing, group, position));
            case FIGURE_SCENE -> drawing.scene().map(scene -> inScene(draft, drawing, group, scene));
            default -> traits(group, focus, Sight.of(drawing.style())).map(said -> objects(draft, drawing, group, said));
        };
    }

    /** What the focus is on, as far as it can be seen. */
    private static Optional<List<Named>> traits(Group group, Focus focus, Sight sight) {
        boolean colour = sight.colours();
        Optional<Texture> texture = group.texture().filter(any -> sight.textures());
        return switch (focus) {
            case FIGURE -> Optional.of(List.of(group.figure()));
            case SIZE -> Optional.of(List.of(group.size()));
            case COLOUR -> colour ? Optional.of(List.of(group.colour())) : Optional.empty();
            case TEXTURE -> texture.map(List::of);
            case COLOUR_FIGURE -> colour ? Optional.of(List.of(group.colour(), group.figure())) : Optional.empty();
            case TEXTURE_FIGURE -> texture.map(any -> List.of(any, group.figure()));
            case COLOUR_TEXTURE_FIGURE ->
                texture.filter(any -> colour).map(any -> List.of(group.colour(), any, group.figure()));
            default -> throw new IllegalArgumentException(focus + " is not about the looks of objects");
        };
    }

    private static String objects(Draft draft, Drawing drawing, Group group, List<Named> traits) {
        Named trait = traits.get(0);
        if (traits.size() == 1 && draft.chance(0.15)) {
            draft.say(new Fact.Shown(trait));
            return draft.word(trait);
        }
        if (trait instanceof Figure || traits.size() > 1) {
            return things(draft, drawing, group, traits);
        }
        boolean one = Fact.Objects.count(drawing, traits) == 1;
        if (trait instanceof Colour && draft.chance(0.3)) {
            draft.say(new Fact.Shown(trait));
            return draft.pick(COLOURS).replace("{}", draft.word(trait));
        }
        if (trait instanceof Texture texture && draft.chance(0.3)) {
            boolean anywhere = draft.chance(0.4);
            draft.say(anywhere ? new Fact.Shown(trait) : number(traits, one));
            return draft.pick(anywhere ? SEEN : one ? WITH : MANY_WITH).replace("%", draft.noun(texture));
        }
        draft.say(number(traits, one));
        return draft.pick(one ? ADJECTIVES : ADJECTIVES_OF_MANY).replace("{}", draft.word(trait));
    }

    private static String things(Draft draft, Drawing drawing, Group group, List<Named> traits) {
        boolean one = Fact.Objects.count(drawing, traits) == 1;
        if (traits.size() == 1 && draft.chance(0.12)) {
            draft.say(number(traits, one));
            return one ? "a " + group.figure().word() + " shape" : group.figure().word() + " shapes";
        }
        Description description = Description.of(draft, group, traits);
        String words = one ? description.one() : description.many();
        if (draft.chance(0.2)) {
            draft.say(new Fact.Objects(traits, one ? 1 : 2, Fact.Objects.ALL));
            return words;
        }
        draft.say(number(traits, one));
        if (traits.size() == 2 && draft.chance(0.12)) {
            return "the " + (one ? description.noun() + " is " : English.plural(description.noun()) + " are ")
                    + draft.word(traits.get(0));
        }
        return draft.pick(one ? ONE : MANY).replace("{}", words);
    }

    private static Fact number(List<Named> traits, boolean one) {
        return new Fact.Objects(traits, one ? 1 : 2, one ? 1 : Fact.Objects.ALL);
    }

    private static String count(Draft draft, Drawing drawing) {
        int count = Fact.Objects.count(drawing, List.of());
        String word = English.number(count);
        Group group = drawing.groups().get(0);
        boolean kind = group.count() == count && draft.chance(0.4);
        draft.say(new Fact.Objects(kind ? List.of(group.figure()) : List.of(), count, count));
        if (!kind && draft.chance(0.12)) {
            return word;
        }
        String noun = draft.figure(group.figure());
        String text = draft.pick(kind ? COUNTS_OF_KIND : COUNTS).replace("{}", word).replace("%",
                count == 1 ? noun : English.plural(noun));
        return count > 1
                ? text
                : text.replace("there are", "there is").replace("shapes", "shape").replace("objects", "object")
                        .replace("things", "thing").replace("figures", "figure");
    }

    private static String position(Draft draft, Drawing drawing, Group group, Position position) {
        if (draft.chance(0.12)) {
            draft.say(new Fact.Objects(List.of(position), 1, 1));
            return draft.word(position);
        }
        if (draft.chance(0.25)) {
            draft.say(new Fact.Objects(List.of(group.figure(), position), 1, 1));
            return "a " + draft.figure(group.figure()) + " " + Places.at(draft, position);
        }
        draft.say(new Fact.Objects(List.of(position), 1, 1));
        return draft.pick(PLACES).replace("@", Places.at(draft, position));
    }

    private static String scene(Draft draft, Scene scene) {
        draft.say(new Fact.Behind(scene));
        if (draft.chance(0.3)) {
            return draft.pick(SCENES_BY_NAME).replace("{}", scene.word());
        }
        String template = draft.pick(SCENES);
        return template.contains("@")
                ? template.replace("@", Places.in(draft, scene))
                : template.replace("%", Places.the(draft, scene));
    }

    private static String inScene(Draft draft, Drawing drawing, Group group, Scene scene) {
        List<Named> traits = List.of(group.figure());
        boolean one = Fact.Objects.count(drawing, traits) == 1;
        draft.say(number(traits, one));
        draft.say(new Fact.Behind(scene));
        String noun = draft.figure(group.figure());
        String things = one ? "a " + noun : English.plural(noun);
        return draft.chance(0.75)
                ? things + " " + Places.in(draft, scene)
                : things + ", " + Places.the(draft, scene) + " in the background";
    }

    private static String style(Draft draft, Style style) {
        draft.say(new Fact.Look(style));
        boolean lines = style == Style.OUTLINE || style == Style.SKETCH;
        return draft.pick(lines ? LINES : LOOKS).replace("{}", draft.word(style));
    }
}
