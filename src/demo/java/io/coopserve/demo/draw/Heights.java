package io.coopserve.demo.draw;

/** Dunes and peaks. */
final class Heights {
    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Heights(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void desert() {
        int high = scenery.near(0xe8cc8c, 0xf0d8a0, 0xd8b87c, 0xa8c8e0, 0x8cbce6, 0xf0c080);
        canvas.gradient(0, 0.8, high, Rgb.mix(high, 0xfff0d0, dice.between(0.2, 0.7)));
        if (dice.chance(0.45)) {
            scenery.sun(dice.between(0.1, 0.9), dice.between(0.1, 0.3), dice.between(0.06, 0.11), dice.either(0xfff4b4,
                    0xffd84a, 0xfffae0));
        }
        int sand = scenery.near(0xd0a060, 0xdcb070, 0xc89458, 0xe0bc7c, 0xc08850);
        double height = dice.between(0.35, 0.55);
        int dunes = dice.whole(1, 3);
        for (int i = 0; i < dunes; i++) {
            scenery.hill(height, dice.between(0.04, 0.11), Rgb.scaled(sand, 0.86 + 0.14 * i));
            height += dice.between(0.1, 0.22);
        }
        if (dice.chance(0.25)) {
            scenery.grain(0.5, 0.05);
        }
        if (dice.chance(0.25)) {
            cactus(dice.between(0.1, 0.9), dice.between(0.65, 0.9), dice.between(0.14, 0.28));
        }
    }

    private void cactus(double x, double foot, double high) {
        int green = scenery.near(0x3c7a46, 0x2f6a3c);
        double wide = high * 0.2;
        canvas.line(x, foot, x, foot - high, wide, green);
        canvas.line(x, foot - high * 0.4, x - high * 0.35, foot - high * 0.45, wide * 0.7, green);
        canvas.line(x - high * 0.35, foot - high * 0.45, x - high * 0.35, foot - high * 0.75, wide * 0.7, green);
        canvas.line(x, foot - high * 0.3, x + high * 0.35, foot - high * 0.35, wide * 0.7, green);
        canvas.line(x + high * 0.35, foot - high * 0.35, x + high * 0.35, foot - high * 0.6, wide * 0.7, green);
    }

    void mountain() {
        scenery.daylight(1);
        int rock = scenery.near(0x6e6e78, 0x7a6e78, 0x5e6674, 0x76706a, 0x5a5a6e);
        int peaks = dice.whole(1, 3);
        double foot = dice.chance(0.5) ? 1.02 : dice.between(0.72, 0.9);
        boolean sharp = dice.chance(0.5);
        for (int i = 0; i < peaks; i++) {
            double x = peaks == 1 ? dice.between(0.3, 0.7) : (i + dice.between(0.2, 0.8)) / peaks;
            double top = dice.between(0.12, 0.4);
            double wide = (foot - top) * dice.between(0.55, 0.95);
            peak(x, top, foot, wide, Rgb.scaled(rock, dice.between(0.8, 1.15)), sharp);
        }
        if (foot < 1) {
            int ground = scenery.near(0x4a7a4a, 0x5a8a50, 0x6a705a, 0x3e5e44);
            if (dice.chance(0.5)) {
                canvas.box(0, foot - 0.01, 1, 1, ground);
            } else {
                scenery.hill(foot - 0.03, 0.03, ground);
            }
        }
    }

    private void peak(double x, double top, double foot, double wide, int rock, boolean sharp) {
        canvas.polygon(rock, x, top, x + wide, foot, x - wide, foot);
        if (!sharp) {
            canvas.polygon(Rgb.scaled(rock, 0.8), x, top, x + wide, foot, x + wide * dice.wobble(0.2), foot);
        }
        double cap = dice.between(0.22, 0.4);
        double line = top + (foot - top) * cap;
        double side = wide * cap;
        double drip = (foot - top) * dice.between(0.04, 0.1);
        canvas.polygon(scenery.about(6, 0xf6f8fc), x, top, x + side, line, x + side * 0.5, line - drip, x + side * 0.2, line
                + drip * 0.6, x - side * 0.25, line - drip, x - side * 0.6, line + drip * 0.4, x - side, line);
    }
}
