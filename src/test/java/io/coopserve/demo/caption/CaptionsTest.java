package io.coopserve.demo.caption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Motif;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;
import io.coopserve.demo.world.World;

class CaptionsTest {
    private static final int LOOPS = 20_000;
    private static final Set<Focus> OF_OBJECTS = EnumSet.of(Focus.FIGURE, Focus.COLOUR, Focus.SIZE, Focus.COUNT,
            Focus.COLOUR_FIGURE);

    @Test
    void everyCaptionIsTrueOfItsDrawingUnlessItIsUnrelated() {
        SplittableRandom random = new SplittableRandom(1);
        int unrelated = 0;
        for (int i = 0; i < LOOPS; i++) {
            Drawing drawing = World.draw(random);
            Caption caption = Captions.general(drawing, random);
            if (caption.claim().equals(Claim.NOTHING)) {
                unrelated++;
            } else {
                assertTrue(caption.claim().isTrueOf(drawing), () -> caption + " of " + drawing);
            }
            for (Focus focus : Focus.values()) {
                Captions.focused(drawing, focus, random)
                        .ifPresent(words -> assertTrue(words.claim().isTrueOf(drawing), () -> words + " of " + drawing));
            }
        }
        assertEquals(0.02, unrelated / (double) LOOPS, 0.005);
    }

    @Test
    void nothingIsSaidThatTheStyleHides() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 4_000; i++) {
            Drawing drawing = Motif.object().with(Texture.values())
                    .with(Style.OUTLINE, Style.MONOCHROME, Style.SKETCH, Style.INVERTED)
                    .draw(random);
            assertHidden(Captions.general(drawing, random).claim(), drawing.style());
            for (Focus focus : Focus.values()) {
                Captions.focused(drawing, focus, random).ifPresent(words -> assertHidden(words.claim(), drawing.style()));
            }
            assertTrue(Captions.focused(drawing, Focus.COLOUR, random).isEmpty());
            assertTrue(Captions.focused(drawing, Focus.COLOUR_TEXTURE_FIGURE, random).isEmpty());
            assertEquals(drawing.style().showsTextures(), Captions.focused(drawing, Focus.TEXTURE, random).isPresent());
        }
    }

    private static void assertHidden(Claim claim, Style style) {
        String said = claim.toString();
        for (Colour colour : Colour.values()) {
            assertFalse(said.matches(".*\\b" + colour + "\\b.*"), said);
        }
        for (Texture texture : Texture.values()) {
            assertFalse(!style.showsTextures() && said.matches(".*\\b" + texture + "\\b.*"), said);
        }
    }

    @Test
    void aFocusIsThereWheneverTheDrawingHasIt() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            Drawing drawing = Motif.object().with(Colour.values()).with(Texture.values()).with(Scene.values())
                    .with(Position.values()).with(Style.DARK).draw(random);
            for (Focus focus : Focus.values()) {
                assertTrue(Captions.focused(drawing, focus, random).isPresent(), focus::name);
            }
            Drawing pattern = Motif.pattern().with(Style.PLAIN).draw(random);
            assertTrue(Captions.focused(pattern, Focus.TEXTURE, random).isPresent());
            assertTrue(Captions.focused(pattern, Focus.FIGURE, random).isEmpty());
            assertTrue(Captions.focused(pattern, Focus.STYLE, random).isEmpty());
            assertTrue(Captions.focused(Motif.scenery().draw(random), Focus.SCENE, random).isPresent());
            assertTrue(Captions.focused(Motif.swatch().draw(random), Focus.COLOUR, random).isPresent());
        }
    }

    @Test
    void aFocusedCaptionIsFalseWhereItsThingIsAnother() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 2_000; i++) {
            Drawing drawing = Motif.object().with(Colour.values()).with(Texture.values()).with(Position.values())
                    .with(Scene.values()).draw(random);
            Group group = drawing.groups().get(0);
            Group other = new Group(next(Figure.values(), group.figure()), next(Colour.values(), group.colour()),
                    group.texture().map(texture -> next(Texture.values(), texture)), next(Colour.values(), group.colour()),
                    next(Size.values(), group.size()), 1,
                    group.position().map(position -> next(Position.values(), position)));
            Drawing changed = new Drawing(List.of(other), drawing.scene().map(scene -> next(Scene.values(), scene)),
                    Optional.empty(), drawing.background(), drawing.second(), drawing.style());
            Drawing more = new Drawing(List.of(new Group(group.figure(), group.colour(), group.texture(), group.second(),
                    group.size(), 2, Optional.empty())), drawing.scene(), Optional.empty(), drawing.background(),
                    drawing.second(), drawing.style());
            for (Focus focus : Focus.values()) {
                if (focus != Focus.STYLE) {
                    Caption caption = Captions.focused(drawing, focus, random).orElseThrow();
                    assertFalse(caption.claim().isTrueOf(focus == Focus.COUNT ? more : changed), caption::toString);
                }
            }
        }
    }

    private static <T extends Enum<T>> T next(T[] values, T value) {
        return values[(value.ordinal() + 1) % values.length];
    }

    @Test
    void aGeneralCaptionIsMostlyFalseOfAnotherDrawing() {
        SplittableRandom random = new SplittableRandom(5);
        int matches = 0;
        for (int i = 0; i < LOOPS; i++) {
            matches += Captions.general(World.draw(random), random).claim().isTrueOf(World.draw(random)) ? 1 : 0;
        }
        assertTrue(matches > 0 && matches < LOOPS / 50, () -> "share of chance matches too large");
    }

    @Test
    void theUsualWordIsTheCommonOne() {
        SplittableRandom random = new SplittableRandom(6);
        Motif emeralds = Motif.object().with(Colour.GREEN).untextured().with(Style.PLAIN).onPlainGround();
        int usual = 0;
        int all = 0;
        for (int i = 0; i < LOOPS; i++) {
            String text = Captions.focused(emeralds.draw(random), Focus.COLOUR, random).orElseThrow().text()
                    .toLowerCase(Locale.ROOT);
            usual += text.contains("green") ? 1 : 0;
            all++;
        }
        assertEquals(0.75, usual / (double) all, 0.02);
    }

    @Test
    void manyCaptionsLeaveThingsOutAndSomeSayItIsAPhoto() {
        SplittableRandom random = new SplittableRandom(7);
        int photos = 0;
        int colours = 0;
        for (int i = 0; i < LOOPS; i++) {
            Caption caption = Captions.general(Motif.object().with(Colour.RED).with(Style.PLAIN).draw(random), random);
            photos += caption.text().toLowerCase(Locale.ROOT).contains("photo") ? 1 : 0;
            colours += caption.claim().toString().contains("RED") ? 1 : 0;
        }
        assertEquals(0.038, photos / (double) LOOPS, 0.01);
        assertEquals(0.6, colours / (double) LOOPS, 0.06);
    }

    @Test
    void objectsCanAlwaysBeSpokenOf() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 2_000; i++) {
            Drawing drawing = Motif.pair().with(Style.PLAIN).draw(random);
            for (Focus focus : OF_OBJECTS) {
                assertTrue(Captions.focused(drawing, focus, random).isPresent(), focus::name);
            }
        }
    }
}
