package io.coopserve.demo.draw;

import java.awt.Shape;
import java.util.List;

import io.coopserve.demo.world.Group;
import io.coopserve.demo.world.Size;

/** Puts the groups of a drawing on what is already there. */
final class Objects {
    /** Several objects keep at least this far apart, in sides of the picture. */
    private static final double GAP = 0.03;
    /** Pixels of the canvas that a period of a texture needs. */
    private static final double FINEST = 5.5;

    private final Canvas canvas;
    private final Dice dice;
    private final Pen pen;
    private final Palette palette;

    Objects(Canvas canvas, Dice dice, Pen pen) {
        this.canvas = canvas;
        this.dice = dice;
        this.pen = pen;
        this.palette = new Palette(dice);
    }

    void draw(List<Group> groups) {
        int count = groups.stream().mapToInt(Group::count).sum();
        Outline[] outlines = new Outline[count];
        double[] radii = new double[count];
        double[] reaches = new double[count];
        int next = 0;
        for (Group group : groups) {
            long kind = dice.seed();
            double radius = radius(group.size());
            boolean alike = dice.chance(0.85);
            for (int i = 0; i < group.count(); i++, next++) {
                outlines[next] = new Contours(new Dice(alike ? kind : kind + i)).outline(group.figure());
                radii[next] = radius * (count == 1 ? 1 : dice.between(0.92, 1.06));
                reaches[next] = outlines[next].reach();
            }
        }
        Places.Place[] places = places(groups, radii, reaches);
        next = 0;
        for (Group group : groups) {
            draw(group, outlines, places, next);
            next += group.count();
        }
    }

    private double radius(Size size) {
        return dice.between(size.least(), size.most());
    }

    private Places.Place[] places(List<Group> groups, double[] radii, double[] reaches) {
        Places places = new Places(dice);
        if (radii.length > 1) {
            return places.apart(radii, reaches, GAP + pen.width());
        }
        return new Places.Place[]{groups.get(0).position().map(position -> places.at(position, radii[0])).orElseGet(
                () -> places.anywhere(radii[0]))};
    }

    private void draw(Group group, Outline[] outlines, Places.Place[] places, int first) {
        int rgb = palette.hue(group.colour());
        int other = palette.hue(group.second());
        double extent = 2 * places[first].radius();
        Cloth cloth = group.texture().map(texture -> Cloth.cut(texture, rgb, other, extent, extent * canvas.side / FINEST,
                new Dice(dice.seed()))).orElse(null);
        double looseness = dice.chance(0.6) ? 8 : 22;
        for (int i = first; i < first + group.count(); i++) {
            Places.Place place = places[i];
            double wobble = group.count() == 1 ? 0 : dice.wobble(looseness);
            Shape shape = outlines[i].at(place.x(), place.y(), place.radius(), wobble);
            if (cloth == null) {
                int shade = group.count() == 1 ? rgb : Rgb.scaled(rgb, dice.between(0.94, 1.06));
                pen.draw(shape, place.radius(), () -> canvas.fill(shape, shade), shade);
            } else {
                pen.draw(shape, place.radius(), () -> {
                    cloth.cover(canvas.weave(), canvas.side, place.x(), place.y(), place.radius() * 1.45);
                    canvas.fillFromCloth(shape);
                }, rgb);
            }
        }
    }

}
