package io.coopserve.demo.caption;

import java.util.ArrayList;
import java.util.List;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Texture;

/**
 * What is said of one object or of several alike: "big red circle with stripes", without an article.
 *
 * @param before adjectives, each with a space behind it
 * @param noun in the singular
 * @param after the rest, with a space before it; may be empty
 * @param traits all that is said
 */
record Description(String before, String noun, String after, List<Named> traits) {
    private static final List<String> ANYTHING = List.of("shape", "shape", "shape", "object", "thing", "figure");
    private static final List<String> WITH = List.of(" with ", " with ", " with ", " with ", " covered in ", " filled with ");

    /** Says these traits of the group: size, colour, blend (it follows the colour or stands for it), texture, figure. */
    static Description of(Draft draft, Group group, List<Named> traits) {
        String size = "";
        String colours = "";
        String base = "";
        String texture = "";
        String after = "";
        String noun = null;
        for (Named trait : traits) {
            if (trait instanceof Size) {
                size = draft.word(trait) + " ";
            } else if (trait instanceof Colour) {
                base = draft.word(trait);
                colours = base;
            } else if (trait instanceof Blend) {
                String second = draft.word(group.second());
                colours = base.isEmpty() ? draft.word(group.colour()) + " and " + second : second;
            } else if (trait instanceof Texture pattern) {
                boolean standsAlone = !colours.equals(base) && !base.isEmpty() || draft.chance(0.3);
                if (standsAlone) {
                    boolean coloured = !colours.equals(base) && (!base.isEmpty() || draft.chance(0.7));
                    after = draft.pick(WITH)
                            + (coloured ? English.coloured(draft.noun(pattern), colours) : draft.noun(pattern));
                    colours = coloured ? base : colours;
                } else {
                    texture = draft.word(pattern) + " ";
                }
            } else if (trait instanceof Figure figure) {
                noun = draft.figure(figure);
            }
        }
        String colour = colours.isEmpty() ? "" : colours + " ";
        String before = size + (!texture.isEmpty() && draft.chance(0.15) ? texture + colour : colour + texture);
        return new Description(before, noun == null ? draft.pick(ANYTHING) : noun, after, traits);
    }

    /** Some of what can be seen of the group, its figure nearly always. */
    static Description some(Draft draft, Group group, Sight sight) {
        List<Named> traits = new ArrayList<>(4);
        if (draft.chance(0.25)) {
            traits.add(group.size());
        }
        boolean textured = group.texture().isPresent() && sight.textures() && draft.chance(0.65);
        if (sight.colours() && draft.chance(0.62)) {
            boolean both = textured && draft.chance(0.2);
            if (!both || draft.chance(0.4)) {
                traits.add(group.colour());
            }
            if (both) {
                traits.add(new Blend(group.colour(), group.second()));
            }
        }
        if (textured) {
            traits.add(group.texture().orElseThrow());
        }
        if (draft.chance(sight.figures())) {
            traits.add(group.figure());
        }
        return of(draft, group, traits);
    }

    /** Of an object there; its place is claimed, to be said by the caller. */
    Description at(Position place) {
        List<Named> all = new ArrayList<>(traits);
        all.add(place);
        return new Description(before, noun, after, List.copyOf(all));
    }

    String one() {
        return before + noun + after;
    }

    String many() {
        return before + English.plural(noun) + after;
    }

    /** With an article or a number, which is then claimed. */
    String counted(Draft draft, int count) {
        if (count == 1) {
            draft.say(new Fact.Objects(traits, 1, 1));
            return (draft.chance(0.88) ? "a " : draft.chance(0.7) ? "one " : "a single ") + one();
        }
        double at = draft.random().nextDouble();
        if (at < 0.55 || at < 0.65 && count == 2) {
            draft.say(new Fact.Objects(traits, count, count));
            return (at < 0.55 ? English.number(count) : at < 0.6 ? "a pair of" : "a couple of") + " " + many();
        }
        if (at < 0.65 && (count == 3 || count == 4)) {
            draft.say(new Fact.Objects(traits, 2, 5));
            return "a few " + many();
        }
        if (at < 0.65 && count >= 6) {
            draft.say(new Fact.Objects(traits, 5, Fact.Objects.ALL));
            return (at < 0.6 ? "many " : "lots of ") + many();
        }
        draft.say(new Fact.Objects(traits, 2, Fact.Objects.ALL));
        return (at < 0.75 ? "several " : at < 0.82 ? "some " : "") + many();
    }
}
