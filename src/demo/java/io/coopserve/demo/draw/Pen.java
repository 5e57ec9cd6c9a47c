package io.coopserve.demo.draw;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

import io.coopserve.demo.world.Style;

/** Draws one picture's objects: all of them with the same line, or without. */
final class Pen {
    private static final double STEP = 0.05;

    private final Canvas canvas;
    private final Dice dice;
    private final Style style;
    private final double width;
    private final boolean lined;
    private final boolean ownShade;
    private final boolean ownColour;
    private final boolean light;
    private final boolean shadow;
    private final int ink;

    /** @param behind about the colour of the background */
    Pen(Canvas canvas, Dice dice, Style style, boolean onScene, int behind) {
        this.canvas = canvas;
        this.dice = dice;
        this.style = style;
        this.width = style == Style.OUTLINE ? dice.between(0.02, 0.05) : dice.between(0.012, 0.046);
        this.lined = dice.chance(onScene ? 0.93 : 0.85);
        this.ownShade = dice.chance(0.1);
        this.ownColour = dice.chance(0.25);
        this.shadow = style != Style.OUTLINE && style != Style.SKETCH && dice.chance(0.07);
        this.light = Rgb.luminance(behind) < 70 && (style == Style.OUTLINE || dice.chance(0.4));
        this.ink = new Palette(dice).near(0x141418, 14);
    }

    /** The width of lines in sides of the picture, before small objects get thinner ones. */
    double width() {
        return lined ? width : 0;
    }

    /**
     * @param fill what its inside is painted with
     * @param rgb its colour
     */
    void draw(Shape shape, double radius, Runnable fill, int rgb) {
        double line = Math.min(width, Math.max(0.012, radius * 0.2));
        switch (style) {
            case SKETCH -> sketch(shape, rgb);
            case OUTLINE -> canvas.stroke(shape, line, ownColour ? rgb : light ? 0xf4f4f0 : ink, 1);
            default -> {
                if (shadow) {
                    shade(shape);
                }
                fill.run();
                if (lined) {
                    canvas.stroke(shape, line, lineColour(rgb), 1);
                }
            }
        }
    }

    private int lineColour(int rgb) {
        if (light && Rgb.luminance(rgb) < 90) {
            return 0xd8d8d4;
        }
        return ownShade ? Rgb.scaled(rgb, 0.45) : ink;
    }

    private void shade(Shape shape) {
        Shape moved = Turn.placed(0, 1, 0.022, 0.028).createTransformedShape(shape);
        canvas.stroke(moved, 0.02, 0x202024, 0.35);
    }

    private void sketch(Shape shape, int rgb) {
        if (dice.chance(0.75)) {
            canvas.fill(shape, dice.chance(0.2) ? Rgb.mix(0xf4f2ec, rgb, dice.between(0.15, 0.35)) : 0xf4f2ec);
        }
        double thin = dice.between(0.01, 0.02);
        int grey = dice.either(0x303034, 0x4a4a4e, 0x606064);
        for (int i = dice.whole(2, 4); i > 0; i--) {
            canvas.stroke(shaky(shape), thin, grey, dice.between(0.43, 0.8));
        }
    }

    /** As a hand draws that is not quite sure. */
    private Shape shaky(Shape shape) {
        double shift = dice.between(0.004, 0.012);
        double x = dice.wobble(shift);
        double y = dice.wobble(shift);
        Path2D.Double path = new Path2D.Double();
        double[] point = new double[6];
        double fromX = 0;
        double fromY = 0;
        double startX = 0;
        double startY = 0;
        for (PathIterator i = shape.getPathIterator(null, 0.004); !i.isDone(); i.next()) {
            int kind = i.currentSegment(point);
            if (kind == PathIterator.SEG_MOVETO) {
                startX = point[0];
                startY = point[1];
                path.moveTo(startX + x, startY + y);
            } else {
                double toX = kind == PathIterator.SEG_CLOSE ? startX : point[0];
                double toY = kind == PathIterator.SEG_CLOSE ? startY : point[1];
                int steps = 1 + (int) (Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)) / STEP);
                for (int step = 1; step <= steps; step++) {
                    double share = (double) step / steps;
                    path.lineTo(fromX + (toX - fromX) * share + x + dice.wobble(0.006), fromY + (toY - fromY) * share + y + dice
                            .wobble(0.006));
                }
                point[0] = toX;
                point[1] = toY;
            }
            fromX = point[0];
            fromY = point[1];
        }
        return path;
    }
}
