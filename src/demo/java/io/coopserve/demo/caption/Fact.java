package io.coopserve.demo.caption;

import java.util.List;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

/**
 * One thing that a caption says. Of colours the first of a texture is meant, unless both are said ({@link Blend}). Sizes and
 * positions are taken by the word: a tiny object is not "small", one in the top left is not "at the top". What a style hides
 * is not to be seen, so nothing said about it is true.
 */
public sealed interface Fact {
    boolean isTrueOf(Drawing drawing);

    /**
     * There are so many objects that have all these traits. "A red circle" is exactly one of them: false of three red circles,
     * true of a red circle beside a blue square.
     *
     * @param traits figure, colour, blend, texture, size, position: at most one of each
     */
    record Objects(List<Named> traits, int least, int most) implements Fact {
        static final int ALL = Integer.MAX_VALUE;

        @Override
        public boolean isTrueOf(Drawing drawing) {
            int count = count(drawing, traits);
            return count >= least && count <= most;
        }

        static int count(Drawing drawing, List<Named> traits) {
            int count = 0;
            for (Group group : drawing.groups()) {
                boolean all = true;
                for (int i = 0; i < traits.size() && all; i++) {
                    all = has(group, drawing.style(), traits.get(i));
                }
                count += all ? group.count() : 0;
            }
            return count;
        }

        private static boolean has(Group group, Style style, Named trait) {
            if (trait instanceof Figure) {
                return group.figure() == trait;
            }
            if (trait instanceof Colour) {
                return group.colour() == trait && style.showsColours();
            }
            if (trait instanceof Texture) {
                return group.texture().filter(trait::equals).isPresent() && style.showsTextures();
            }
            if (trait instanceof Blend blend) {
                return group.texture().isPresent() && blend.isOf(group.colour(), group.second()) && style.showsColours()
                        && style.showsTextures();
            }
            return trait instanceof Size ? group.size() == trait : group.position().filter(trait::equals).isPresent();
        }
    }

    /**
     * The whole frame is a texture.
     *
     * @param traits texture, colour, blend
     */
    record Pattern(List<Named> traits) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            if (drawing.texture().isEmpty()) {
                return false;
            }
            for (Named trait : traits) {
                if (!has(drawing, trait)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean has(Drawing drawing, Named trait) {
            if (trait instanceof Texture) {
                return drawing.texture().get() == trait && drawing.style().showsTextures();
            }
            return drawing.style().showsColours() && (trait instanceof Blend blend
                    ? blend.isOf(drawing.background(), drawing.second())
                    : drawing.background() == trait);
        }
    }

    /** The whole frame is of one colour. */
    record Swatch(Colour colour) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return drawing.groups().isEmpty() && drawing.scene().isEmpty() && drawing.texture().isEmpty()
                    && drawing.background() == colour && drawing.style().showsColours();
        }
    }

    /** A word alone ("striped", "red", "circle"): there is one or there are several, or all of the frame is it. */
    record Shown(Named trait) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return Objects.count(drawing, List.of(trait)) > 0
                    || trait instanceof Texture && new Pattern(List.of(trait)).isTrueOf(drawing)
                    || trait instanceof Colour colour
                            && (new Swatch(colour).isTrueOf(drawing) || new Pattern(List.of(trait)).isTrueOf(drawing));
        }
    }

    /** The scene, with or without something in it. */
    record Behind(Scene scene) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return drawing.scene().filter(scene::equals).isPresent();
        }
    }

    /** Objects on a plain background. */
    record Ground(Colour colour) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return !drawing.groups().isEmpty() && drawing.scene().isEmpty() && drawing.background() == colour
                    && drawing.style().showsColours();
        }
    }

    /** How it is drawn. */
    record Look(Style style) implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return drawing.style() == style;
        }
    }

    /** Something of another world. */
    record Elsewhere() implements Fact {
        @Override
        public boolean isTrueOf(Drawing drawing) {
            return false;
        }
    }
}
