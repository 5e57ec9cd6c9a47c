package io.coopserve.demo.draw;

import java.awt.geom.Path2D;
import java.util.function.DoubleUnaryOperator;

/** Flowers: petals that run into each other, or separate ones around a centre. */
final class Flower {
    private static final int POINTS = 160;

    private final Dice dice;

    Flower(Dice dice) {
        this.dice = dice;
    }

    Outline outline() {
        double turn = dice.wobble(36);
        return new Outline(dice.chance(0.55) ? lobes() : petals(), turn);
    }

    /** r = a + b |cos|^p: round and deep, or pointed as a starfish. */
    private Path2D lobes() {
        int petals = dice.chance(0.6) ? 5 : dice.either(4, 6, 7, 8);
        double core = dice.between(0.25, 0.5);
        double sharp = dice.between(0.6, 1.9);
        return around(turns -> core + (1 - core) * StrictMath.pow(Math.abs(Turn.wave(turns * petals / 2 + 0.25)), sharp));
    }

    private Path2D petals() {
        int petals = dice.whole(5, 8);
        double wide = Math.min(0.36, dice.between(0.8, 1.1) * 1.7 / petals);
        double eye = dice.between(0.15, 0.3);
        double middle = 0.5 + eye / 4;
        Path2D flower = around(turns -> Math.max(eye, petal((Pattern.fraction(turns * petals + 0.5) - 0.5) / petals, wide,
                middle)));
        if (dice.chance(0.6)) {
            Outline.circle(flower, 0, 0, eye, -360);
            Outline.circle(flower, 0, 0, eye * dice.between(0.5, 0.7), 360);
        }
        return flower;
    }

    /**
     * How far an ellipse reaches that ends at 1.
     *
     * @param turns from its axis
     * @param middle of the ellipse on its axis
     */
    private static double petal(double turns, double wide, double middle) {
        double across = Turn.wave(turns) / wide;
        double along = Turn.wave(turns + 0.25) / (1 - middle);
        double centre = middle / (1 - middle);
        double square = across * across + along * along;
        double root = along * along * centre * centre - square * (centre * centre - 1);
        return root < 0 ? 0 : (along * centre + Math.sqrt(root)) / square;
    }

    /** Clockwise from the top. */
    private static Path2D around(DoubleUnaryOperator radius) {
        double[] points = new double[2 * POINTS];
        for (int i = 0; i < POINTS; i++) {
            double turns = (double) i / POINTS;
            points[2 * i] = radius.applyAsDouble(turns) * Turn.wave(turns);
            points[2 * i + 1] = -radius.applyAsDouble(turns) * Turn.wave(turns + 0.25);
        }
        return Outline.polygon(points);
    }
}
