package io.coopserve.demo.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class MotifTest {
    private static List<Drawing> drawn(Motif motif) {
        SplittableRandom random = new SplittableRandom(11);
        return Stream.generate(() -> motif.draw(random)).limit(300).toList();
    }

    private static List<Group> objects(Motif motif) {
        return drawn(motif).stream().map(drawing -> drawing.groups().get(0)).toList();
    }

    @Test
    void whatIsWantedIsDrawnAndTheRestVaries() {
        List<Group> stars = objects(Motif.object().with(Figure.STAR));
        assertTrue(stars.stream().allMatch(group -> group.figure() == Figure.STAR && group.count() == 1));
        assertEquals(EnumSet.allOf(Colour.class), stars.stream().map(Group::colour).collect(Collectors.toSet()));
    }

    @Test
    void ofSeveralChoicesEachIsDrawn() {
        Set<Size> sizes = objects(Motif.object().with(Size.SMALL, Size.MEDIUM)).stream().map(Group::size)
                .collect(Collectors.toSet());
        assertEquals(EnumSet.of(Size.SMALL, Size.MEDIUM), sizes);
    }

    @Test
    void coloursAndTexturesAreWantedToBeSeen() {
        List<Drawing> hearts = drawn(Motif.object().with(Figure.HEART).with(Colour.BLUE).with(Texture.DOTTED));
        for (Drawing drawing : hearts) {
            Group heart = drawing.groups().get(0);
            assertEquals(List.of(Figure.HEART, Colour.BLUE, Optional.of(Texture.DOTTED)),
                    List.of(heart.figure(), heart.colour(), heart.texture()));
            assertTrue(drawing.style().showsColours() && drawing.style().showsTextures());
            assertTrue(heart.size().compareTo(Size.MEDIUM) >= 0);
        }
    }

    @Test
    void aWantedStyleIsDrawnEvenIfItHidesTheColour() {
        assertTrue(drawn(Motif.object().with(Colour.RED).with(Style.OUTLINE)).stream()
                .allMatch(drawing -> drawing.style() == Style.OUTLINE));
        assertTrue(drawn(Motif.pattern().with(Style.INVERTED)).stream().allMatch(drawing -> drawing.style() == Style.INVERTED));
    }

    @Test
    void objectsOfOneColourOnPlainGround() {
        for (Drawing drawing : drawn(Motif.object().untextured().onPlainGround())) {
            assertTrue(drawing.scene().isEmpty() && drawing.groups().get(0).texture().isEmpty());
        }
    }

    @Test
    void objectsInAScene() {
        Set<Scene> scenes = drawn(Motif.object().with(Scene.values())).stream().map(drawing -> drawing.scene().orElseThrow())
                .collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Scene.class), scenes);
        assertTrue(drawn(Motif.scenery().with(Scene.SEA)).stream()
                .allMatch(drawing -> drawing.groups().isEmpty() && drawing.scene().equals(Optional.of(Scene.SEA))));
    }

    @Test
    void soManyObjects() {
        for (int count = 1; count <= 8; count++) {
            int wanted = count;
            assertTrue(objects(Motif.several().counting(count)).stream()
                    .allMatch(group -> group.count() == wanted && (wanted == 1 || group.position().isEmpty())));
        }
        assertThrows(IllegalArgumentException.class, () -> Motif.object().counting(9));
        assertThrows(IllegalArgumentException.class, () -> Motif.pattern().counting(1));
    }

    @Test
    void aPlace() {
        for (Group group : objects(Motif.object().with(Position.TOP_LEFT))) {
            assertEquals(Optional.of(Position.TOP_LEFT), group.position());
            assertTrue(group.size() != Size.HUGE);
        }
        assertThrows(IllegalArgumentException.class, () -> Motif.several().with(Position.TOP));
        assertThrows(IllegalArgumentException.class, () -> Motif.object().with(Position.TOP).counting(2));
    }

    @Test
    void wholeFrames() {
        for (Drawing drawing : drawn(Motif.pattern().with(Texture.ARGYLE).with(Colour.NAVY))) {
            assertEquals(Optional.of(Texture.ARGYLE), drawing.texture());
            assertEquals(Colour.NAVY, drawing.background());
            assertTrue(drawing.groups().isEmpty() && drawing.second() != Colour.NAVY);
        }
        assertTrue(drawn(Motif.swatch().with(Colour.LIME)).stream().allMatch(drawing -> drawing.background() == Colour.LIME));
    }

    @Test
    void theFirstOfTwoIsWhatIsWanted() {
        assertTrue(
                drawn(Motif.pair().with(Figure.GEAR).with(Colour.RED)).stream().allMatch(drawing -> drawing.groups().size() == 2
                        && drawing.groups().get(0).figure() == Figure.GEAR && drawing.groups().get(1).figure() != Figure.GEAR));
    }

    @Test
    void aSecondWishOfAKindReplacesTheFirstAndKindsAreNotMixed() {
        assertTrue(objects(Motif.object().with(Figure.STAR).with(Figure.RING)).stream()
                .allMatch(group -> group.figure() == Figure.RING));
        assertThrows(IllegalArgumentException.class, () -> Motif.object().with(Figure.STAR, Colour.RED));
    }
}
