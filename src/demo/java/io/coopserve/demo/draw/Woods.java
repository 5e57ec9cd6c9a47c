package io.coopserve.demo.draw;

/** Trees. */
final class Woods {
    private static final int MOST = 12;

    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Woods(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void forest() {
        double horizon = dice.between(0.4, 0.75);
        int air = scenery.near(0x8fae9a, 0xa4c4b4, 0x7a9a80, 0x9cc4dc, 0xb8d0c4, 0x6c8c74);
        int ground = scenery.near(0x5a8a50, 0x6a8a54, 0x46703e, 0x74684a);
        canvas.gradient(0, 1, air, Rgb.mix(air, dice.chance(0.5) ? 0xffffff : ground, dice.between(0, 0.4)));
        canvas.gradient(horizon, 1, ground, Rgb.scaled(ground, dice.between(0.8, 1.1)));
        int leaves = scenery.near(0x1f5a30, 0x2a6a36, 0x1a4a2e, 0x2f7040);
        int kind = dice.whole(0, 9);
        int trees = dice.whole(5, MOST);
        for (int i = 0; i < trees; i++) {
            double depth = (i + dice.unit()) / trees;
            double foot = horizon + 0.02 + (0.96 - horizon) * depth;
            double high = dice.between(0.28, 0.42) + 0.35 * depth;
            int green = Rgb.scaled(Rgb.mix(leaves, air, 0.3 * (1 - depth)), dice.between(0.8, 1.2));
            tree(kind, dice.between(-0.03, 1.03), foot, high, green);
        }
    }

    /** @param kind from 0 to 9: firs, round trees, or both */
    private void tree(int kind, double x, double foot, double high, int green) {
        if (kind < 5 || kind == 9 && dice.chance(0.5)) {
            fir(x, foot, high, green);
        } else {
            round(x, foot, high * 0.85, green);
        }
    }

    private void trunk(double x, double foot, double high, double wide) {
        canvas.box(x - wide, foot - high, x + wide, foot, scenery.about(10, 0x5a3c24, 0x4a3420, 0x6a4a30));
    }

    private void fir(double x, double foot, double high, int green) {
        trunk(x, foot, high * 0.25, high * 0.04);
        int tiers = dice.whole(1, 3);
        double wide = high * dice.between(0.2, 0.3);
        for (int i = 0; i < tiers; i++) {
            double lower = foot - high * (0.18 + 0.25 * i * 2 / tiers);
            double upper = tiers == 1 ? foot - high : Math.max(foot - high, lower - high * 0.82 / tiers - high * 0.12);
            double half = wide * (1 - 0.25 * i);
            canvas.polygon(green, x, upper, x + half, lower, x - half, lower);
        }
    }

    private void round(double x, double foot, double high, int green) {
        trunk(x, foot, high * 0.6, high * 0.05);
        double crown = high * dice.between(0.24, 0.32);
        if (dice.chance(0.5)) {
            canvas.ellipse(x, foot - high + crown, crown, crown * dice.between(0.9, 1.2), green);
            return;
        }
        for (int i = dice.whole(3, 4); i > 0; i--) {
            canvas.ellipse(x + dice.wobble(crown * 0.5), foot - high + crown + dice.wobble(crown * 0.4), crown * 0.65, crown
                    * 0.65, i == 1 ? Rgb.mix(green, 0xc0e080, 0.15) : green);
        }
    }

    void snowyFir(double x, double foot, double high) {
        fir(x, foot, high, scenery.near(0x2e5a44, 0x4a6e62));
        canvas.polygon(0xf4f8fa, x, foot - high, x + high * 0.09, foot - high * 0.72, x - high * 0.09, foot - high * 0.72);
    }
}
