package io.coopserve.demo.draw;

import io.coopserve.demo.world.Colour;

/** Hues of a colour's name: wide, for nobody mixes the same red, but never what one would rather call something else. */
final class Palette {
    private static final Colour[] COLOURS = Colour.values();
    private static final int TRIES = 10;
    /** How much nearer to its own middle than to any other. */
    private static final double MARGIN = 0.8;

    private final Dice dice;

    Palette(Dice dice) {
        this.dice = dice;
    }

    /** One of the hues of a colour. */
    int hue(Colour colour) {
        double spread = 1;
        for (int i = 0; i < TRIES; i++, spread *= 0.8) {
            int hue = stray(colour.rgb(), spread);
            if (isNamed(hue, colour)) {
                return hue;
            }
        }
        return colour.rgb();
    }

    private int stray(int rgb, double spread) {
        int turned = Rgb.turned(rgb, dice.wobble(0.035) * spread, 1 + dice.between(-0.25, 0.15) * spread, 1 + dice.between(
                -0.2, 0.15) * spread);
        return near(turned, 12 * spread);
    }

    private static boolean isNamed(int hue, Colour colour) {
        double own = Rgb.distance(hue, colour.rgb());
        for (Colour other : COLOURS) {
            if (other != colour && own > MARGIN * Rgb.distance(hue, other.rgb())) {
                return false;
            }
        }
        return true;
    }

    /** @param spread of each channel, in levels */
    int near(int rgb, double spread) {
        return Rgb.of(Rgb.red(rgb) + dice.wobble(spread), Rgb.green(rgb) + dice.wobble(spread), Rgb.blue(rgb) + dice.wobble(
                spread));
    }

    /**
     * The first, or where it would be lost beside the second a lighter or darker kind of it.
     *
     * @param close less than this apart, as {@link Rgb#distance} has it, it would be
     */
    static int apart(int rgb, int from, double close) {
        if (Rgb.distance(rgb, from) >= close) {
            return rgb;
        }
        int light = Rgb.mix(rgb, 0xffffff, 0.5);
        int dark = Rgb.scaled(rgb, 0.55);
        return Rgb.distance(light, from) > Rgb.distance(dark, from) ? light : dark;
    }
}
