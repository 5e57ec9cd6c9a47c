package io.coopserve.demo.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Motif;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

/** What a classifier of drawings may be asked to tell apart. */
public enum DrawnTask {
    COLOUR("a {} shape.", byWord(Colour.values(), colour -> Motif.object().untextured().with(colour))), //
    COMBO("a drawing of a {}.", combinations()), //
    COUNT("{} shapes.", counts()), //
    OBJTEX("a {} shape.",
            byWord(Texture.values(), texture -> Motif.object().with(texture).with(Size.MEDIUM, Size.BIG, Size.HUGE))), //
    POSITION("a shape at the {}.", byWord(Position.values(), at -> Motif.object().with(at).with(Size.SMALL, Size.MEDIUM))), //
    SCENE("a picture of the {}.", byWord(Scene.values(), scene -> Motif.object().with(scene))), //
    SHAPE("a drawing of a {}.",
            byWord(Figure.values(), figure -> Motif.object().with(figure).with(Size.SMALL, Size.MEDIUM, Size.BIG,
                    Size.HUGE))), //
    TEXTURE("a {} pattern.", byWord(Texture.values(), texture -> Motif.pattern().with(texture)));

    private final String template;
    private final Map<String, Motif> classes;

    DrawnTask(String template, Map<String, Motif> classes) {
        this.template = template;
        this.classes = classes;
    }

    /** Its name as a data set. */
    public String label() {
        return Named.of(this);
    }

    /** The one whose data set has that name. */
    public static Optional<DrawnTask> named(String label) {
        return Stream.of(values()).filter(task -> task.label().equals(label)).findFirst();
    }

    /** What somebody who knows the drawings would write by hand. */
    public String template() {
        return template;
    }

    /** What is drawn of each class, by its name. */
    public Map<String, Motif> classes() {
        return classes;
    }

    /** The classes that are learned where others come later (CoCoOp, section 4.1): the first half, rounded up. */
    public List<String> baseClasses() {
        return names().subList(0, (classes.size() + 1) / 2);
    }

    /** Those that come later. */
    public List<String> newClasses() {
        return names().subList((classes.size() + 1) / 2, classes.size());
    }

    private List<String> names() {
        return List.copyOf(classes.keySet());
    }

    /** Whether classes can be told when it is drawn that way. */
    public boolean canBeTold(Style style) {
        return switch (this) {
            case COLOUR -> style.showsColours();
            case TEXTURE, OBJTEX -> style.showsTextures();
            case COMBO -> style.showsColours() && style.showsTextures();
            case COUNT, POSITION, SCENE, SHAPE -> true;
        };
    }

    private interface Wish<T> {
        Motif of(T thing);
    }

    private static <T extends Named> Map<String, Motif> byWord(T[] things, Wish<T> wish) {
        Map<String, Motif> classes = new LinkedHashMap<>();
        for (T thing : things) {
            classes.put(thing.word(), wish.of(thing).with(Style.PLAIN));
        }
        return classes;
    }

    private static Map<String, Motif> counts() {
        List<String> words = List.of("one", "two", "three", "four", "five", "six", "seven", "eight");
        Map<String, Motif> classes = new LinkedHashMap<>();
        for (int count = 1; count <= words.size(); count++) {
            classes.put(words.get(count - 1), Motif.several().counting(count).untextured().with(Style.PLAIN));
        }
        return classes;
    }

    /** Two sets of two colours, textures and figures each. */
    private static Map<String, Motif> combinations() {
        Map<String, Motif> classes = new LinkedHashMap<>();
        combine(classes, List.of(Colour.RED, Colour.BLUE), List.of(Texture.STRIPED, Texture.DOTTED), List.of(Figure.STAR,
                Figure.HEART));
        combine(classes, List.of(Colour.MAROON, Colour.NAVY), List.of(Texture.CHECKERED, Texture.WAVY), List.of(Figure.GEAR,
                Figure.DROP));
        return classes;
    }

    private static void combine(Map<String, Motif> classes, List<Colour> colours, List<Texture> textures,
            List<Figure> figures) {
        for (Colour colour : colours) {
            for (Texture texture : textures) {
                for (Figure figure : figures) {
                    classes.put("%s %s %s".formatted(colour.word(), texture.word(), figure.word()), Motif.object().with(colour)
                            .with(texture).with(figure).with(Size.MEDIUM, Size.BIG, Size.HUGE).with(Style.PLAIN));
                }
            }
        }
    }
}
