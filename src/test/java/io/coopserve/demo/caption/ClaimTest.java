package io.coopserve.demo.caption;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

class ClaimTest {
    private static final Group CIRCLE = new Group(Figure.CIRCLE, Colour.RED, Optional.of(Texture.STRIPED), Colour.WHITE,
            Size.BIG,
            1, Optional.of(Position.TOP));
    private static final Group SQUARE = new Group(Figure.SQUARE, Colour.BLUE, Optional.empty(), Colour.WHITE, Size.SMALL, 1,
            Optional.empty());
    private static final Group STARS = new Group(Figure.STAR, Colour.RED, Optional.empty(), Colour.WHITE, Size.SMALL, 3,
            Optional.empty());

    private static Drawing plain(Group... groups) {
        return new Drawing(List.of(groups), Optional.empty(), Optional.empty(), Colour.GREEN, Colour.WHITE, Style.PLAIN);
    }

    private static Drawing in(Style style, Group... groups) {
        return new Drawing(List.of(groups), Optional.empty(), Optional.empty(), Colour.GREEN, Colour.WHITE, style);
    }

    private static Drawing pattern(Texture texture, Colour first, Colour second) {
        return new Drawing(List.of(), Optional.empty(), Optional.of(texture), first, second, Style.PLAIN);
    }

    private static Drawing swatch(Colour colour) {
        return new Drawing(List.of(), Optional.empty(), Optional.empty(), colour, Colour.WHITE, Style.PLAIN);
    }

    private static Claim one(Named... traits) {
        return new Claim(List.of(new Fact.Objects(List.of(traits), 1, 1)));
    }

    private static Claim that(Fact... facts) {
        return new Claim(List.of(facts));
    }

    @Test
    void whatIsLeftOutIsTrueOfAll() {
        assertTrue(one(Figure.CIRCLE).isTrueOf(plain(CIRCLE)));
        assertTrue(one(Figure.CIRCLE, Colour.RED, Texture.STRIPED, Size.BIG, Position.TOP).isTrueOf(plain(CIRCLE)));
        assertTrue(that().isTrueOf(plain(CIRCLE)));
    }

    @Test
    void eachTraitCanMakeItFalse() {
        assertFalse(one(Figure.SQUARE).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Figure.CIRCLE, Colour.BLUE).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Figure.CIRCLE, Texture.DOTTED).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Figure.CIRCLE, Size.HUGE).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Figure.CIRCLE, Position.TOP_LEFT).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Figure.SQUARE, Position.TOP).isTrueOf(plain(SQUARE)));
    }

    @Test
    void traitsAreOfTheSameObject() {
        assertTrue(one(Figure.CIRCLE, Colour.RED).isTrueOf(plain(CIRCLE, SQUARE)));
        assertFalse(one(Figure.CIRCLE, Colour.BLUE).isTrueOf(plain(CIRCLE, SQUARE)));
        assertFalse(one(Figure.SQUARE, Texture.STRIPED).isTrueOf(plain(CIRCLE, SQUARE)));
    }

    @Test
    void oneObjectIsNotSeveral() {
        assertFalse(one(Figure.STAR).isTrueOf(plain(STARS)));
        assertTrue(that(new Fact.Objects(List.of(Figure.STAR), 3, 3)).isTrueOf(plain(STARS)));
        assertTrue(that(new Fact.Objects(List.of(Figure.STAR), 2, Fact.Objects.ALL)).isTrueOf(plain(STARS)));
        assertFalse(that(new Fact.Objects(List.of(Figure.STAR), 2, 2)).isTrueOf(plain(STARS)));
        assertTrue(that(new Fact.Objects(List.of(), 2, 2)).isTrueOf(plain(CIRCLE, SQUARE)));
        assertTrue(that(new Fact.Shown(Figure.STAR)).isTrueOf(plain(STARS)));
    }

    @Test
    void hiddenColoursAndTexturesAreNotThere() {
        for (Style style : Style.values()) {
            Drawing drawing = in(style, CIRCLE);
            assertTrue(one(Colour.RED).isTrueOf(drawing) == style.showsColours());
            assertTrue(that(new Fact.Ground(Colour.GREEN)).isTrueOf(drawing) == style.showsColours());
            assertTrue(one(Texture.STRIPED).isTrueOf(drawing) == style.showsTextures());
            assertTrue(one(Figure.CIRCLE).isTrueOf(drawing));
        }
    }

    @Test
    void aBlendHasNoOrder() {
        assertTrue(one(new Blend(Colour.WHITE, Colour.RED), Texture.STRIPED).isTrueOf(plain(CIRCLE)));
        assertTrue(
                that(new Fact.Pattern(List.of(new Blend(Colour.RED, Colour.LIME)))).isTrueOf(pattern(Texture.GRID, Colour.LIME,
                        Colour.RED)));
        assertFalse(one(new Blend(Colour.BLUE, Colour.WHITE)).isTrueOf(plain(SQUARE)));
        assertFalse(one(Colour.WHITE).isTrueOf(plain(CIRCLE)));
    }

    @Test
    void aPatternFillsTheFrameAndAWordAloneIsOfBoth() {
        Drawing stripes = pattern(Texture.STRIPED, Colour.RED, Colour.WHITE);
        assertTrue(that(new Fact.Pattern(List.of(Texture.STRIPED, Colour.RED))).isTrueOf(stripes));
        assertFalse(that(new Fact.Pattern(List.of(Texture.STRIPED))).isTrueOf(plain(CIRCLE)));
        assertFalse(one(Texture.STRIPED).isTrueOf(stripes));
        assertTrue(that(new Fact.Shown(Texture.STRIPED)).isTrueOf(stripes));
        assertTrue(that(new Fact.Shown(Texture.STRIPED)).isTrueOf(plain(CIRCLE)));
        assertTrue(that(new Fact.Shown(Colour.RED)).isTrueOf(swatch(Colour.RED)));
        assertTrue(that(new Fact.Swatch(Colour.RED)).isTrueOf(swatch(Colour.RED)));
        assertFalse(that(new Fact.Swatch(Colour.RED)).isTrueOf(stripes));
        assertFalse(that(new Fact.Swatch(Colour.GREEN)).isTrueOf(plain(CIRCLE)));
        assertFalse(that(new Fact.Ground(Colour.RED)).isTrueOf(swatch(Colour.RED)));
    }

    @Test
    void scenesStylesAndTheUnrelated() {
        Drawing sea = new Drawing(List.of(CIRCLE), Optional.of(Scene.SEA), Optional.empty(), Colour.WHITE, Colour.WHITE,
                Style.DARK);
        assertTrue(that(new Fact.Behind(Scene.SEA), new Fact.Look(Style.DARK)).isTrueOf(sea));
        assertFalse(that(new Fact.Behind(Scene.SKY), new Fact.Look(Style.DARK)).isTrueOf(sea));
        assertFalse(that(new Fact.Behind(Scene.SEA), new Fact.Look(Style.PLAIN)).isTrueOf(sea));
        assertFalse(that(new Fact.Ground(Colour.WHITE)).isTrueOf(sea));
        assertFalse(Claim.NOTHING.isTrueOf(sea));
    }
}
