package io.coopserve.demo.draw;

/** The sea: with waves all over, or under a sky. */
final class Water {
    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Water(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void sea() {
        int near = scenery.near(0x1c5aa0, 0x2468b4, 0x1e4e96, 0x1a7496, 0x2a5f8c);
        int far = dice.chance(0.5) ? Rgb.scaled(near, dice.between(0.7, 0.9)) : Rgb.mix(near, 0xa0d0f0, dice.between(0.1, 0.4));
        double horizon = dice.chance(0.55) ? 0 : dice.between(0.2, 0.55);
        if (horizon > 0) {
            scenery.daylight(horizon);
            if (dice.chance(0.2)) {
                sail(dice.between(0.1, 0.9), horizon, dice.between(0.06, 0.12));
            }
        }
        canvas.gradient(horizon, 1, far, near);
        int crest = dice.chance(0.7) ? Rgb.mix(near, 0xb4dcf5, dice.between(0.25, 0.6)) : Rgb.scaled(near, 0.7);
        if (dice.chance(0.7)) {
            bands(horizon, crest);
        } else {
            ripples(horizon, crest);
        }
    }

    /** Wave after wave across the picture, larger the nearer where there is a horizon. */
    private void bands(double horizon, int crest) {
        double period = dice.between(0.09, 0.17);
        double length = dice.between(0.14, 0.4);
        double high = dice.between(0.12, 0.28);
        double width = dice.between(0.2, 0.5);
        double strength = dice.between(0.5, 1);
        double drift = dice.chance(0.6) ? 0 : dice.unit();
        int[] pixels = canvas.pixels();
        for (int row = canvas.row(horizon); row < canvas.side; row++) {
            double y = (row + 0.5) / canvas.side;
            double depth = horizon == 0 ? y / period : StrictMath.sqrt((y - horizon) / (1 - horizon)) * 0.8 / period;
            for (int column = 0; column < canvas.side; column++) {
                double x = (column + 0.5) / canvas.side;
                double phase = drift * Math.floor(depth);
                if (Pattern.fraction(depth + high * Turn.wave(x / length + phase)) < width) {
                    int index = row * canvas.side + column;
                    pixels[index] = Rgb.mix(pixels[index], crest, strength);
                }
            }
        }
    }

    private void ripples(double horizon, int crest) {
        for (int i = dice.whole(14, 30); i > 0; i--) {
            double y = dice.between(horizon + 0.03, 1);
            double width = dice.between(0.03, 0.09) * (0.5 + y);
            double x = dice.unit();
            canvas.line(x - width, y, x, y - 0.018, 0.014, crest);
            canvas.line(x, y - 0.018, x + width, y, 0.014, crest);
        }
    }

    private void sail(double x, double foot, double high) {
        canvas.polygon(scenery.near(0xfafafa, 0xe65050, 0xf0e0a0), x, foot - high, x + high * 0.7, foot - high * 0.2, x, foot
                - high * 0.2);
        canvas.polygon(0x5a3a22, x - high * 0.4, foot - high * 0.16, x + high * 0.7, foot - high * 0.16, x + high * 0.5, foot
                + 0.01, x - high * 0.2, foot + 0.01);
    }
}
