package io.coopserve.demo.draw;

import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

/** Paints what is behind the objects: a scene, a texture over the whole frame, or a plain colour. */
final class Backdrop {
    private static final int PAPER = 0xf4f2ec;
    /** Figures less different than this from what is behind them would be lost. */
    private static final double CLOSE = 110;

    private final Canvas canvas;
    private final Dice dice;
    private final Palette palette;

    Backdrop(Canvas canvas, Dice dice) {
        this.canvas = canvas;
        this.dice = dice;
        this.palette = new Palette(dice);
    }

    /** About the colour that is now behind the objects. */
    int paint(Drawing drawing) {
        if (drawing.scene().isPresent()) {
            new Scenery(canvas, dice).paint(drawing.scene().get());
            trace(drawing.style(), !drawing.groups().isEmpty());
        } else if (drawing.texture().isPresent()) {
            int first = palette.hue(drawing.background());
            Cloth cloth = Cloth.wide(drawing.texture().get(), first, palette.hue(drawing.second()), dice);
            cloth.cover(canvas.pixels(), canvas.side, 0.5, 0.5, 0.5);
            light(dice.chance(0.5) ? 0 : dice.between(0, 0.1));
            if (drawing.texture().get() != Texture.FADED) { // has no edges
                trace(drawing.style(), false);
            }
        } else {
            plain(drawing);
        }
        return canvas.pixels()[canvas.side / 2 * canvas.side + canvas.side / 2];
    }

    private void plain(Drawing drawing) {
        int rgb = palette.hue(drawing.background());
        boolean empty = drawing.groups().isEmpty();
        if (drawing.style() == Style.SKETCH || drawing.style() == Style.OUTLINE && dice.chance(0.45)) {
            rgb = empty ? Rgb.mix(PAPER, rgb, 0.6) : palette.near(PAPER, 8);
        }
        if (drawing.style() == Style.SKETCH) {
            canvas.flood(rgb);
            light(dice.between(0, 0.06));
            return;
        }
        for (Group group : drawing.groups()) {
            rgb = Palette.apart(rgb, group.colour().rgb(), CLOSE);
        }
        canvas.flood(rgb);
        light(dice.chance(0.15) ? 0 : dice.between(0.02, 0.2));
    }

    /** Lines and sketches have no areas: of a scene only its edges stay, at times coloured ones. */
    private void trace(Style style, boolean behindObjects) {
        if (style == Style.SKETCH || style == Style.OUTLINE && !(behindObjects && dice.chance(0.4))) {
            new Edges(canvas, dice).trace(PAPER, style == Style.SKETCH);
        }
    }

    /** As if lit from one side. */
    private void light(double amount) {
        if (amount == 0) {
            return;
        }
        double angle = dice.between(0, 360);
        double across = amount * Turn.cosine(angle);
        double down = amount * Turn.sine(angle);
        int[] pixels = canvas.pixels();
        for (int y = 0; y < canvas.side; y++) {
            double row = 1 + down * ((y + 0.5) / canvas.side * 2 - 1) - across;
            for (int x = 0; x < canvas.side; x++) {
                int index = y * canvas.side + x;
                pixels[index] = Rgb.scaled(pixels[index], row + across * (x + 0.5) / canvas.side * 2);
            }
        }
    }
}
