package io.coopserve.demo.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class WorldTest {
    private static final List<Drawing> DRAWINGS = drawings(7).limit(20_000).toList();
    private static final Set<Colour> LIGHT = Set.of(Colour.WHITE, Colour.YELLOW, Colour.PINK, Colour.TURQUOISE, Colour.LIME,
            Colour.GREY);

    private static Stream<Drawing> drawings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> World.draw(random));
    }

    private static List<Drawing> only(Predicate<Drawing> which) {
        return DRAWINGS.stream().filter(which).toList();
    }

    private static void share(double expected, List<Drawing> of, Predicate<Drawing> which) {
        assertEquals(expected, of.stream().filter(which).count() / (double) of.size(), 0.015);
    }

    private static boolean single(Drawing drawing) {
        return drawing.groups().size() == 1 && drawing.groups().get(0).count() == 1;
    }

    @Test
    void kindsOfDrawingsAreAsFrequentAsSaid() {
        share(0.52, DRAWINGS, WorldTest::single);
        share(0.19, DRAWINGS, drawing -> drawing.groups().size() == 1 && !single(drawing));
        share(0.08, DRAWINGS, drawing -> drawing.groups().size() == 2);
        share(0.07, DRAWINGS, drawing -> drawing.groups().isEmpty() && drawing.scene().isPresent());
        share(0.12, DRAWINGS, drawing -> drawing.texture().isPresent());
        share(0.02, DRAWINGS,
                drawing -> drawing.groups().isEmpty() && drawing.scene().isEmpty() && drawing.texture().isEmpty());
    }

    @Test
    void stylesAreAsFrequentAsSaidAndShiftedOnesNeverSeen() {
        double[] shares = {0.75, 0.05, 0.04, 0.05, 0.04, 0.04, 0.03, 0, 0};
        for (Style style : Style.values()) {
            share(shares[style.ordinal()], DRAWINGS, drawing -> drawing.style() == style);
        }
        assertTrue(only(drawing -> drawing.style() == Style.INVERTED || drawing.style() == Style.PIXELATED).isEmpty());
    }

    @Test
    void whatIsDrawnWithoutObjectsShowsWhatItIs() {
        assertTrue(
                only(drawing -> drawing.texture().isPresent()).stream().allMatch(drawing -> drawing.style().showsTextures()));
        assertTrue(only(drawing -> drawing.groups().isEmpty() && drawing.scene().isEmpty() && drawing.texture().isEmpty())
                .stream().allMatch(drawing -> drawing.style().showsColours()));
    }

    @Test
    void backgroundsAreMostlyLightAndNeverOfTheColourOfAnObject() {
        List<Drawing> plain = only(drawing -> !drawing.groups().isEmpty() && drawing.scene().isEmpty());
        share(0.65, only(drawing -> !drawing.groups().isEmpty()), plain::contains);
        share(0.75, plain, drawing -> LIGHT.contains(drawing.background()));
        for (Drawing drawing : plain) {
            for (Group group : drawing.groups()) {
                assertNotEquals(drawing.background(), group.colour());
            }
        }
    }

    @Test
    void aSingleObjectOftenHasATextureAndAPlaceIfItIsNotTooLarge() {
        List<Drawing> singles = only(WorldTest::single);
        share(0.43, singles, drawing -> drawing.groups().get(0).texture().isPresent());
        share(0.75, singles, drawing -> drawing.groups().get(0).position().isPresent());
        for (Drawing drawing : singles) {
            Group group = drawing.groups().get(0);
            assertTrue(group.size() != Size.HUGE || group.position().filter(at -> at != Position.CENTRE).isEmpty());
        }
    }

    @Test
    void countsAreUniformAndManyObjectsAreSmall() {
        List<Drawing> several = only(drawing -> drawing.groups().size() == 1 && !single(drawing));
        for (int count = 2; count <= 8; count++) {
            int wanted = count;
            assertEquals(1 / 7.0,
                    several.stream().filter(drawing -> drawing.groups().get(0).count() == wanted).count()
                            / (double) several.size(),
                    0.025);
        }
        for (Drawing drawing : several) {
            Group group = drawing.groups().get(0);
            assertTrue(group.position().isEmpty());
            assertTrue(group.size().compareTo(group.count() > 4 ? Size.SMALL : Size.MEDIUM) <= 0);
        }
    }

    @Test
    void twoObjectsDifferInAllThatOneWordNames() {
        for (Drawing drawing : only(any -> any.groups().size() == 2)) {
            Group one = drawing.groups().get(0);
            Group other = drawing.groups().get(1);
            assertNotEquals(one.figure(), other.figure());
            assertNotEquals(one.colour(), other.colour());
            assertFalse(one.texture().isPresent() && one.texture().equals(other.texture()));
        }
    }

    @Test
    void rareThingsAreAtLeastAQuarterAsFrequentAsCommonOnes() {
        List<Drawing> objects = only(drawing -> !drawing.groups().isEmpty());
        mild(objects, Figure.values(), drawing -> drawing.groups().get(0).figure());
        mild(objects, Colour.values(), drawing -> drawing.groups().get(0).colour());
        mild(only(drawing -> drawing.texture().isPresent()), Texture.values(), drawing -> drawing.texture().orElseThrow());
        mild(only(drawing -> drawing.scene().isPresent()), Scene.values(), drawing -> drawing.scene().orElseThrow());
    }

    private static <T> void mild(List<Drawing> drawings, T[] values, Function<Drawing, T> trait) {
        long[] counts = Arrays.stream(values)
                .mapToLong(value -> drawings.stream().filter(drawing -> trait.apply(drawing) == value).count()).toArray();
        long most = Arrays.stream(counts).max().orElseThrow();
        long least = Arrays.stream(counts).min().orElseThrow();
        assertTrue(least >= 0.2 * most && least <= 0.5 * most, Arrays.toString(counts));
        assertTrue(counts[0] > 2 * counts[counts.length - 1], Arrays.toString(counts));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertEquals(drawings(3).limit(500).toList(), drawings(3).limit(500).toList());
        assertNotEquals(drawings(3).limit(500).toList(), drawings(4).limit(500).toList());
    }
}
