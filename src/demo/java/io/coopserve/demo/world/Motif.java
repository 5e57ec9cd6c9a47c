package io.coopserve.demo.world;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A kind of drawing and what it shall have; all else is drawn as often as the world has it. Immutable:
 * {@code Motif.object().with(Figure.STAR).with(Size.SMALL, Size.MEDIUM).untextured().draw(random)}.
 *
 * <p>Where a colour or texture is wanted and no style is, it is one that shows them.
 */
public final class Motif {
    private static final Frequencies<Figure> FIGURES = Frequencies.zipf(Figure.values());
    private static final Frequencies<Texture> TEXTURES = Frequencies.zipf(Texture.values());
    private static final Frequencies<Scene> SCENES = Frequencies.zipf(Scene.values());
    private static final double SHARE_OF_SCENES = 0.35;
    private static final int MOST = 8;

    /** Outlines and sketches only of objects and scenes, a little more often there: 5 and 4 per cent of all drawings. */
    private static final Frequencies<Style> STYLES = Frequencies.of(Style.values(), 73.5, 5.8, 4.7, 5, 4, 4, 3);
    private static final Frequencies<Style> STYLES_OF_PATTERNS = Frequencies.of(Style.values(), 84, 0, 0, 5, 4, 4, 3);
    private static final Frequencies<Style> STYLES_OF_SWATCHES = Frequencies.of(Style.values(), 88, 0, 0, 5, 4, 0, 3);

    private enum Kind {
        OBJECTS, PAIR, SCENERY, PATTERN, SWATCH
    }

    private enum Surface {
        ANY, OF_ONE_COLOUR
    }

    private enum Ground {
        ANY, PLAIN
    }

    private final Kind kind;
    private final Wishes wishes;
    private final Surface surface;
    private final Ground ground;
    private final int least;
    private final int most;

    private Motif(Kind kind, Wishes wishes, Surface surface, Ground ground, int least, int most) {
        if (most > 1 && wishes.have(Position.class)) {
            throw new IllegalArgumentException("only a single object has a position");
        }
        this.kind = kind;
        this.wishes = wishes;
        this.surface = surface;
        this.ground = ground;
        this.least = least;
        this.most = most;
    }

    private static Motif of(Kind kind, int least, int most) {
        return new Motif(kind, Wishes.NONE, Surface.ANY, Ground.ANY, least, most);
    }

    /** One object. */
    public static Motif object() {
        return of(Kind.OBJECTS, 1, 1);
    }

    /** Two to eight objects that are alike, each count as likely. */
    public static Motif several() {
        return of(Kind.OBJECTS, 2, MOST);
    }

    /** Two objects of different figures and colours; wishes are of the first. */
    public static Motif pair() {
        return of(Kind.PAIR, 1, 1);
    }

    /** A scene with no object in it. */
    public static Motif scenery() {
        return of(Kind.SCENERY, 0, 0);
    }

    /** A texture over the whole frame. */
    public static Motif pattern() {
        return of(Kind.PATTERN, 0, 0);
    }

    /** One colour over the whole frame. */
    public static Motif swatch() {
        return of(Kind.SWATCH, 0, 0);
    }

    /** With one of these, all of one kind ({@code with(Scene.values())}: with a scene); what the motif has no place for is ignored. */
    public Motif with(Named... wanted) {
        return new Motif(kind, wishes.and(List.of(wanted)), surface, ground, least, most);
    }

    /** So many objects, 1 to 8. */
    public Motif counting(int count) {
        if (kind != Kind.OBJECTS || count < 1 || count > MOST) {
            throw new IllegalArgumentException("from 1 to " + MOST + " objects that are alike can be counted, not " + count);
        }
        return new Motif(kind, wishes, surface, ground, count, count);
    }

    /** Its objects are of one colour. */
    public Motif untextured() {
        return new Motif(kind, wishes, Surface.OF_ONE_COLOUR, ground, least, most);
    }

    /** With no scene behind it. */
    public Motif onPlainGround() {
        return new Motif(kind, wishes, surface, Ground.PLAIN, least, most);
    }

    /** One drawing of it. */
    public Drawing draw(RandomGenerator random) {
        return switch (kind) {
            case OBJECTS -> on(random, group(random, least + random.nextInt(most - least + 1)));
            case PAIR -> on(random, pair(random));
            case SCENERY -> new Drawing(List.of(), Optional.of(scene(random)), Optional.empty(), Colour.WHITE, Colour.WHITE,
                    style(STYLES, random));
            case PATTERN -> {
                Colour first = colour(random);
                yield new Drawing(List.of(), Optional.empty(), Optional.of(texture(random)), first,
                        Palette.beside(first, random), style(STYLES_OF_PATTERNS, random));
            }
            case SWATCH -> new Drawing(List.of(), Optional.empty(), Optional.empty(), colour(random), Colour.WHITE,
                    style(STYLES_OF_SWATCHES, random));
        };
    }

    private Drawing on(RandomGenerator random, Group... groups) {
        boolean scenic = wishes.have(Scene.class) || ground == Ground.ANY && random.nextDouble() < SHARE_OF_SCENES;
        Optional<Scene> scene = scenic ? Optional.of(scene(random)) : Optional.empty();
        Colour background = scenic ? Colour.WHITE : Palette.behind(groups, random);
        return new Drawing(List.of(groups), scene, Optional.empty(), background, Colour.WHITE, style(STYLES, random));
    }

    private Group group(RandomGenerator random, int count) {
        Size size = wishes.draw(Size.class, random).orElseGet(() -> sizes(count).draw(random));
        boolean textured = wishes.have(Texture.class)
                || surface == Surface.ANY && random.nextDouble() < Sizes.shareOfTextures(size);
        Colour colour = colour(random);
        Optional<Position> position = count > 1
                ? Optional.empty()
                : wishes.draw(Position.class, random).or(() -> Sizes.position(size, random));
        return new Group(figure(random), colour, textured ? Optional.of(texture(random)) : Optional.empty(),
                textured ? Palette.beside(colour, random) : Colour.WHITE, size, count, position);
    }

    /** Different in all that is drawn by one word, so that "a red shape" and "a circle" are each one of them. */
    private Group[] pair(RandomGenerator random) {
        Group first = inPair(random);
        while (true) {
            Group second = pair().inPair(random);
            if (second.figure() != first.figure() && second.colour() != first.colour()
                    && (first.texture().isEmpty() || !second.texture().equals(first.texture()))) {
                return new Group[]{first, second};
            }
        }
    }

    private Group inPair(RandomGenerator random) {
        Size size = wishes.draw(Size.class, random).orElseGet(() -> Sizes.inPair(random));
        Group alone = new Motif(Kind.OBJECTS, wishes.and(List.of(size)), surface, ground, 1, 1).group(random, 1);
        return new Group(alone.figure(), alone.colour(), alone.texture(), alone.second(), size, 1, Optional.empty());
    }

    private Frequencies<Size> sizes(int count) {
        if (count > 1) {
            return Sizes.of(count);
        }
        return wishes.have(Position.class) ? Sizes.PLACED : wishes.have(Texture.class) ? Sizes.TEXTURED : Sizes.ALONE;
    }

    private Figure figure(RandomGenerator random) {
        return wishes.draw(Figure.class, random).orElseGet(() -> FIGURES.draw(random));
    }

    private Colour colour(RandomGenerator random) {
        return wishes.draw(Colour.class, random).orElseGet(() -> Palette.any(random));
    }

    private Texture texture(RandomGenerator random) {
        return wishes.draw(Texture.class, random).orElseGet(() -> TEXTURES.draw(random));
    }

    private Scene scene(RandomGenerator random) {
        return wishes.draw(Scene.class, random).orElseGet(() -> SCENES.draw(random));
    }

    private Style style(Frequencies<Style> styles, RandomGenerator random) {
        return wishes.draw(Style.class, random).orElseGet(() -> {
            Style style = styles.draw(random);
            boolean hides = wishes.have(Colour.class) && !style.showsColours()
                    || wishes.have(Texture.class) && !style.showsTextures();
            return hides ? Style.PLAIN : style;
        });
    }
}
