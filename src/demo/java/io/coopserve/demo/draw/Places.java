package io.coopserve.demo.draw;

import io.coopserve.demo.world.Position;

/** Where objects are, in sides of the picture. */
final class Places {
    private static final int DARTS = 60;
    private static final double SHRINK = 0.94;
    /** Of the frame, at most this is covered by the circles around several objects. */
    private static final double COVERED = 0.42;
    private static final double CROPPED = 0.28;
    /** What is larger has less room within its ninth. */
    private static final double ROOMY = 0.2;

    private final Dice dice;

    /** @param radius half of its longer extent */
    record Place(double x, double y, double radius) {}

    Places(Dice dice) {
        this.dice = dice;
    }

    /** In a ninth of the frame; what is not in the middle can only be so large. */
    Place at(Position position, double radius) {
        double size = position == Position.CENTRE ? radius : Math.min(radius, CROPPED);
        double jitter = size < ROOMY ? 0.055 : 0.03;
        return new Place(inward((position.column() + 0.5) / 3, size) + dice.wobble(jitter), inward((position.row() + 0.5) / 3,
                size) + dice.wobble(jitter), size);
    }

    /** Big ones are moved away from the edge, so that they are cropped only a little. */
    private static double inward(double place, double size) {
        double hidden = Math.min(0.07, Math.max(0, size - Math.min(place, 1 - place)));
        return place < 0.4 ? place + hidden : place > 0.6 ? place - hidden : place;
    }

    /** Anywhere plausible: mostly near the middle. */
    Place anywhere(double radius) {
        double room = Math.max(0.04, 0.5 - radius * (dice.chance(0.85) ? 1.02 : 0.75));
        double spread = dice.chance(0.6) ? 0.09 : 0.2;
        return new Place(0.5 + Math.max(-room, Math.min(room, spread * dice.bell())), 0.5 + Math.max(-room, Math.min(room,
                spread * dice.bell())), radius);
    }

    /**
     * Thrown like darts until none touches another; all shrink where they find no room.
     *
     * @param radii half of their longer extents
     * @param reaches of their farthest points, in radii
     * @param gap to be left between them
     */
    Place[] apart(double[] radii, double[] reaches, double gap) {
        double area = 0;
        for (int i = 0; i < radii.length; i++) {
            double around = radii[i] * reaches[i] + gap / 2;
            area += Math.PI * around * around;
        }
        double scale = Math.min(1, Math.sqrt(COVERED / area));
        while (true) {
            Place[] places = thrown(radii, reaches, gap, scale);
            if (places != null) {
                return places;
            }
            scale *= SHRINK;
        }
    }

    private Place[] thrown(double[] radii, double[] reaches, double gap, double scale) {
        Place[] places = new Place[radii.length];
        for (int i = 0; i < places.length; i++) {
            double around = scale * radii[i] * reaches[i];
            double edge = Math.min(0.5, around * 0.95 + gap / 2);
            for (int dart = 0; dart < DARTS && places[i] == null; dart++) {
                Place place = new Place(dice.between(edge, 1 - edge), dice.between(edge, 1 - edge), scale * radii[i]);
                if (isFree(place, around + gap, places, i, reaches)) {
                    places[i] = place;
                }
            }
            if (places[i] == null) {
                return null;
            }
        }
        return places;
    }

    private static boolean isFree(Place place, double needed, Place[] places, int count, double[] reaches) {
        for (int i = 0; i < count; i++) {
            double x = place.x - places[i].x;
            double y = place.y - places[i].y;
            double least = needed + places[i].radius * reaches[i];
            if (x * x + y * y < least * least) {
                return false;
            }
        }
        return true;
    }
}
