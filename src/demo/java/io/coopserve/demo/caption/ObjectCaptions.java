package io.coopserve.demo.caption;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Texture;

/** Captions of drawings with objects. In templates: the objects {}, their place @, what is behind them #. */
final class ObjectCaptions {
    private static final List<String> STRAIGHT = List.of("{}@#", "{}@#", "{}@#", "{}@#", "{}#@", "a drawing of {}@#",
            "a drawing of {}@#", "a picture of {}@#", "an image of {}#@", "there is {}@#", "there is {}#@", "this is {}#@",
            "i drew {}@#", "we see {}@#", "you can see {}@#", "look at {}@#", "someone painted {}#", "my drawing of {}@#",
            "a card with {}#", "a page with {}@", "{} drawn by hand#", "here is {}@#", "just {}@", "can you find {}@?",
            "guess what: {}#", "the picture with {}@#", "{} i made#", "a poster of {}#");
    private static final List<String> PLACED = List.of("%, {}#", "% there is {}#", "% of the picture is {}#", "% we see {}#");
    private static final List<String> SET = List.of("%, {}@", "% there is {}@", "% we see {}", "% is {}@", "somewhere %: {}");
    private static final List<String> BEHIND = List.of("{}@ with % behind it", "{}@, % in the background", "% and {}@",
            "% with {}@", "{}@, behind it %", "{} before %", "a picture of % and {}@");
    private static final List<String> GROUNDS = List.of(" on a % background", " on a % background", " on %", " on % paper",
            " in front of a % background");
    private static final List<String> JOINED = List.of(" and ", " and ", " and ", " next to ", " with ", " beside ", ", ",
            " near ");

    private ObjectCaptions() {
    }

    static String of(Draft draft, Drawing drawing) {
        List<Group> groups = drawing.groups();
        Sight sight = Sight.of(drawing.style());
        if (groups.size() > 1) {
            return template(draft, drawing, several(draft, groups, sight.naming()), "", 1);
        }
        Group group = groups.get(0);
        double at = draft.random().nextDouble();
        if (at < 0.08) {
            return list(draft, drawing, group, sight);
        }
        if (at < 0.16) {
            return sentence(draft, drawing, group, sight);
        }
        Optional<Position> place = group.position().filter(any -> draft.chance(0.45));
        Description description = Description.some(draft, group, sight);
        return template(draft, drawing, place.map(description::at).orElse(description).counted(draft, group.count()),
                place.map(any -> Places.at(draft, any)).orElse(""), group.count());
    }

    private static String several(Draft draft, List<Group> groups, Sight sight) {
        int first = draft.random().nextInt(groups.size());
        String one = Description.some(draft, groups.get(first), sight).counted(draft, 1);
        if (draft.chance(0.25)) {
            return one;
        }
        String other = Description.some(draft, groups.get(1 - first), sight).counted(draft, 1);
        if (draft.chance(0.1)) {
            draft.say(new Fact.Objects(List.of(), 2, 2));
            return one + " and " + other + ", two " + (draft.chance(0.5) ? "shapes" : "objects");
        }
        return one + draft.pick(JOINED) + other;
    }

    /** "There is a red circle in the top left on the sea." */
    private static String template(Draft draft, Drawing drawing, String objects, String at, int count) {
        boolean scenic = drawing.scene().isPresent() && draft.chance(0.6);
        double turn = draft.random().nextDouble();
        String lead = Looks.lead(draft, drawing.style());
        String text;
        if (scenic && turn < 0.35 && lead.isEmpty()) {
            draft.say(new Fact.Behind(drawing.scene().orElseThrow()));
            text = turn < 0.15
                    ? draft.pick(SET).replace("%", Places.in(draft, drawing.scene().orElseThrow()))
                    : draft.pick(BEHIND).replace("%", Places.the(draft, drawing.scene().orElseThrow()));
        } else if (!at.isEmpty() && turn < 0.65 && turn >= 0.35 && lead.isEmpty()) {
            text = draft.pick(PLACED).replace("%", at).replace("#", setting(draft, drawing, scenic));
            return text.replace("{}", objects);
        } else {
            text = (lead.isEmpty() ? draft.pick(STRAIGHT) : lead + "{}@#").replace("#", setting(draft, drawing, scenic));
        }
        String placed = text.replace("@", at.isEmpty() ? "" : " " + at);
        return agreeing(placed, count).replace("{}", objects);
    }

    private static String agreeing(String template, int count) {
        return count == 1
                ? template
                : template.replace("there is", "there are").replace("this is", "these are").replace("here is", "here are")
                        .replace(" is {}", " are {}")
                        .replace("behind it", "behind them");
    }

    private static String setting(Draft draft, Drawing drawing, boolean scenic) {
        if (scenic) {
            draft.say(new Fact.Behind(drawing.scene().orElseThrow()));
            return " " + Places.in(draft, drawing.scene().orElseThrow());
        }
        if (drawing.scene().isEmpty() && drawing.style().showsColours() && draft.chance(0.22)) {
            draft.say(new Fact.Ground(drawing.background()));
            return draft.pick(GROUNDS).replace("%", draft.word(drawing.background()));
        }
        return "";
    }

    /** "The circles are red and striped." */
    private static String sentence(Draft draft, Drawing drawing, Group group, Sight sight) {
        List<Named> traits = new ArrayList<>(4);
        List<String> said = new ArrayList<>(3);
        if (draft.chance(0.3)) {
            traits.add(group.size());
            said.add(draft.word(group.size()));
        }
        if (sight.colours() && draft.chance(0.7)) {
            traits.add(group.colour());
            said.add(draft.word(group.colour()));
        }
        if (sight.textures() && group.texture().isPresent() && draft.chance(0.8)) {
            traits.add(group.texture().orElseThrow());
            said.add(draft.word(group.texture().orElseThrow()));
        }
        if (group.position().isPresent() && (said.isEmpty() || draft.chance(0.3))) {
            traits.add(group.position().orElseThrow());
            said.add(Places.at(draft, group.position().orElseThrow()));
        }
        traits.add(group.figure());
        String noun = draft.figure(group.figure());
        boolean one = group.count() == 1;
        draft.say(new Fact.Objects(traits, one ? 1 : 2, one ? 1 : Fact.Objects.ALL));
        String subject = "the " + (one ? noun : English.plural(noun));
        return said.isEmpty()
                ? subject + setting(draft, drawing, drawing.scene().isPresent())
                : subject + (one ? " is " : " are ") + String.join(" and ", said);
    }

    /** "Circle, red, sky": what is on the picture, in any order. */
    private static String list(Draft draft, Drawing drawing, Group group, Sight sight) {
        List<Named> traits = new ArrayList<>(4);
        List<String> said = new ArrayList<>(6);
        boolean one = group.count() == 1;
        if (draft.chance(0.85)) {
            traits.add(group.figure());
            said.add(noun(draft, group.figure(), one));
        }
        if (sight.colours() && draft.chance(0.7)) {
            traits.add(group.colour());
            said.add(draft.word(group.colour()));
        }
        if (sight.textures() && group.texture().isPresent() && draft.chance(0.75)) {
            Texture texture = group.texture().orElseThrow();
            traits.add(texture);
            said.add(draft.chance(0.6) ? draft.word(texture) : draft.noun(texture));
        }
        if (draft.chance(0.2)) {
            traits.add(group.size());
            said.add(draft.word(group.size()));
        }
        if (group.position().isPresent() && draft.chance(0.25)) {
            traits.add(group.position().orElseThrow());
            said.add(draft.word(group.position().orElseThrow()));
        }
        if (drawing.scene().isPresent() && draft.chance(0.6)) {
            draft.say(new Fact.Behind(drawing.scene().orElseThrow()));
            said.add(draft.word(drawing.scene().orElseThrow()));
        }
        if (said.isEmpty()) {
            traits.add(group.figure());
            said.add(noun(draft, group.figure(), one));
        }
        draft.say(new Fact.Objects(traits, one ? 1 : 2, Fact.Objects.ALL));
        Collections.rotate(said, draft.random().nextInt(said.size()));
        return String.join(draft.chance(0.7) ? ", " : " ", said);
    }

    private static String noun(Draft draft, Figure figure, boolean one) {
        return one ? draft.word(figure) : English.plural(draft.figure(figure));
    }
}
