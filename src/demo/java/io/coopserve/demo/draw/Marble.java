package io.coopserve.demo.draw;

/** Veins: a wave that noise bends. */
final class Marble implements Pattern {
    private final double across;
    private final double along;
    private final double bend;
    private final double fine;
    private final boolean thin;
    private final double sharp;
    private final long salt;

    Marble(Dice dice) {
        this.across = dice.between(0.35, 0.7);
        this.along = dice.between(0, 0.15);
        this.bend = dice.between(0.5, 1.1);
        this.fine = dice.between(0.5, 0.9);
        this.thin = dice.chance(0.3);
        this.sharp = dice.between(0.7, 2);
        this.salt = dice.seed();
    }

    @Override
    public double share(double u, double v) {
        double warp = noise(u * 0.45, v * 0.45, salt) + 0.5 * noise(u * fine, v * fine, salt + 7);
        double wave = Turn.wave(u * across + v * along + bend * warp);
        if (thin) {
            return Math.max(0, 1 - 2 * Math.abs(wave));
        }
        return Math.max(0, Math.min(1, 0.5 + 0.5 * sharp * wave));
    }

    /** Smooth, from −1 to 1, with a period of about two. */
    private static double noise(double x, double y, long salt) {
        double right = Pattern.fraction(x);
        double down = Pattern.fraction(y);
        double across = right * right * (3 - 2 * right);
        double upper = Pattern.chance(x, y, salt) * (1 - across) + Pattern.chance(x + 1, y, salt) * across;
        double lower = Pattern.chance(x, y + 1, salt) * (1 - across) + Pattern.chance(x + 1, y + 1, salt) * across;
        double share = down * down * (3 - 2 * down);
        return 2 * (upper + (lower - upper) * share) - 1;
    }
}
