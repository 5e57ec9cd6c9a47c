package io.coopserve.demo.draw;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Flowers: petals that run into each other, or separate ones around a centre. */
final class Flower {
    private static final int POINTS = 120;

    private final Dice dice;

    Flower(Dice dice) {
        this.dice = dice;
    }

    Outline outline() {
        double turn = dice.wobble(36);
        return new Outline(dice.chance(0.55) ? lobes() : petals(), turn);
    }

    /** r = a + b |cos|^p, round and deep for the five petals of many, shallow for a clover. */
    private Path2D lobes() {
        int petals = dice.chance(0.6) ? 5 : dice.either(4, 6, 7, 8);
        double core = dice.between(0.25, 0.5);
        double sharp = dice.between(0.6, 1.3);
        Path2D.Double path = new Path2D.Double();
        for (int i = 0; i < POINTS; i++) {
            double lobe = Math.abs(Turn.cosine(180.0 * petals * i / POINTS));
            double radius = core + (1 - core) * StrictMath.pow(lobe, sharp);
            double x = radius * Turn.sine(360.0 * i / POINTS);
            double y = -radius * Turn.cosine(360.0 * i / POINTS);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private Area petals() {
        int petals = dice.whole(5, 8);
        double wide = Math.min(0.36, dice.between(0.8, 1.1) * 1.7 / petals);
        double reach = dice.between(0.15, 0.3);
        Area flower = new Area();
        for (int i = 0; i < petals; i++) {
            AffineTransform place = Turn.placed(360.0 * i / petals, 1, 0, 0);
            flower.add(new Area(place.createTransformedShape(new Ellipse2D.Double(-wide, -1, 2 * wide, 1 - reach / 2))));
        }
        Area centre = new Area(new Ellipse2D.Double(-reach, -reach, 2 * reach, 2 * reach));
        if (dice.chance(0.6)) {
            flower.subtract(centre);
            double eye = reach * dice.between(0.5, 0.7);
            flower.add(new Area(new Ellipse2D.Double(-eye, -eye, 2 * eye, 2 * eye)));
        } else {
            flower.add(centre);
        }
        return flower;
    }
}
