package io.coopserve.demo.draw;

/** Rounded scales in rows, each over those of the row below. */
final class Scales implements Pattern {
    private final double rise;
    private final double radius;
    private final double line;
    private final boolean shaded;
    private final double phase;

    Scales(Dice dice) {
        this.rise = dice.between(0.42, 0.58);
        this.radius = dice.between(0.52, 0.6);
        this.line = dice.between(0.09, 0.17);
        this.shaded = dice.chance(0.3);
        this.phase = dice.unit();
    }

    @Override
    public double share(double u, double v) {
        double down = v + phase;
        for (double row = Math.floor((down - radius) / rise); row * rise < down + radius; row++) {
            double along = Pattern.fraction(u + ((long) row & 1) * 0.5) - 0.5;
            double below = down - row * rise;
            double distance = Math.sqrt(along * along + below * below);
            if (distance < radius) {
                return distance > radius - line ? 1 : shaded ? 0.6 * Math.max(0, 1 - distance / radius) : 0;
            }
        }
        return 1;
    }
}
