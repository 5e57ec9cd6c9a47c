package io.coopserve.demo.draw;

/** Scenes that are mostly sky. */
final class Weather {
    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Weather(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void sky() {
        int high = scenery.near(0x3a78d2, 0x4a8ce0, 0x5aa0e8, 0x3c6ec8);
        canvas.gradient(0, 1, high, Rgb.mix(high, 0xffffff, dice.between(0.3, 0.75)));
        if (dice.chance(0.15)) {
            scenery.sun(dice.between(0.1, 0.9), dice.between(0.08, 0.3), dice.between(0.06, 0.1), 0xffe65a);
        }
        scenery.clouds(dice.whole(2, 5), 0.92, dice.between(0.8, 1.4));
        if (dice.chance(0.2)) {
            double y = dice.between(0.15, 0.5);
            for (int i = dice.whole(1, 3); i > 0; i--) {
                bird(dice.between(0.1, 0.9), y + dice.wobble(0.12), dice.between(0.03, 0.05));
            }
        }
    }

    private void bird(double x, double y, double wing) {
        canvas.line(x - wing, y - wing * 0.6, x, y, 0.012, 0x303034);
        canvas.line(x, y, x + wing, y - wing * 0.6, 0.012, 0x303034);
    }

    void night() {
        int high = scenery.about(10, 0x06081c, 0x0a0a18, 0x0c1230, 0x140a2a);
        int low = dice.chance(0.6) ? high : Rgb.mix(high, scenery.near(0x28387a, 0x3c2a64), dice.between(0.3, 0.8));
        canvas.gradient(0, 1, high, low);
        int stars = dice.whole(18, 60);
        for (int i = 0; i < stars; i++) {
            double size = dice.chance(0.75) ? 1.1 / canvas.side : dice.between(1.5, 3) / canvas.side;
            double x = dice.unit();
            double y = dice.unit();
            canvas.box(x, y, x + 2 * size, y + 2 * size, Rgb.mix(high, scenery.about(12, 0xffffff, 0xfff4c8, 0xd8e4ff), dice
                    .between(0.55, 1)));
        }
        if (dice.chance(0.5)) {
            moon(dice.between(0.12, 0.88), dice.between(0.1, 0.4), dice.between(0.06, 0.12), high);
        }
        if (dice.chance(0.25)) {
            scenery.hill(dice.between(0.78, 0.92), 0.04, scenery.about(6, 0x08080c, 0x06100a));
        }
    }

    private void moon(double x, double y, double radius, int behind) {
        int light = scenery.about(10, 0xfdf6d4, 0xf0f0e6, 0xffe9a8);
        if (dice.chance(0.4)) {
            canvas.glow(x, y, radius * 2.2, radius * 2.2, light, 0.2);
        }
        canvas.ellipse(x, y, radius, radius, light);
        if (dice.chance(0.4)) {
            double side = dice.either(-1, 1) * radius;
            canvas.ellipse(x + side * dice.between(0.4, 0.6), y - radius * 0.1, radius * 0.9, radius * 0.9, behind);
        } else if (dice.chance(0.4)) {
            canvas.ellipse(x - radius * 0.3, y + radius * 0.2, radius * 0.2, radius * 0.2, Rgb.scaled(light, 0.85));
            canvas.ellipse(x + radius * 0.35, y - radius * 0.25, radius * 0.15, radius * 0.15, Rgb.scaled(light, 0.85));
        }
    }

    void sunset() {
        double horizon = dice.between(0.55, 0.8);
        int top = scenery.near(0x4a2c6e, 0x5c3278, 0x3c2c64, 0x7a3a6a, 0x2f3060);
        int middle = scenery.near(0xd85a3c, 0xe06446, 0xc84c58, 0xe87a3c);
        int low = scenery.near(0xfba83c, 0xffc85a, 0xf78c32);
        double bend = horizon * dice.between(0.45, 0.7);
        canvas.gradient(0, bend, top, middle);
        canvas.gradient(bend, horizon + 0.02, middle, low);
        double x = dice.between(0.15, 0.85);
        double radius = dice.between(0.08, 0.15);
        double y = horizon - radius * dice.between(-0.3, 1.3);
        scenery.sun(x, y, radius, dice.either(0xfff0a0, 0xffd25a, 0xff8a3c));
        int ground = scenery.about(12, 0x2a1626, 0x1c1420, 0x301a18, 0x221830);
        if (dice.chance(0.3)) {
            canvas.gradient(horizon, 1, Rgb.mix(middle, ground, 0.5), ground);
            reflection(x, horizon, radius, low);
        } else if (dice.chance(0.5)) {
            scenery.hill(horizon, dice.between(0.01, 0.06), ground);
        } else {
            canvas.box(0, horizon, 1, 1, ground);
        }
        if (dice.chance(0.3)) {
            int streak = Rgb.mix(middle, top, 0.6);
            for (int i = dice.whole(1, 3); i > 0; i--) {
                canvas.glow(dice.unit(), horizon * dice.between(0.1, 0.7), dice.between(0.15, 0.35), 0.03, streak, 0.7);
            }
        }
    }

    private void reflection(double x, double horizon, double radius, int rgb) {
        for (double y = horizon + 0.02; y < 1; y += dice.between(0.03, 0.06)) {
            double width = radius * dice.between(0.4, 1.1);
            canvas.line(x - width, y, x + width, y, 0.015, rgb);
        }
    }

    void rain() {
        int high = scenery.near(0x5c6470, 0x6e7480, 0x4e5460, 0x727a88);
        canvas.gradient(0, 1, high, Rgb.mix(high, dice.either(0x9aa4ae, 0x60746e, 0x8a8a94), dice.between(0.3, 0.8)));
        double ground = dice.between(0.75, 0.9);
        boolean wet = dice.chance(0.3);
        if (wet) {
            canvas.box(0, ground, 1, 1, Rgb.scaled(high, dice.between(0.6, 0.8)));
            for (int i = dice.whole(1, 3); i > 0; i--) {
                canvas.ellipse(dice.unit(), dice.between(ground + 0.04, 0.97), dice.between(0.06, 0.14), 0.018, Rgb.mix(high,
                        0xffffff, 0.35));
            }
        }
        if (dice.chance(0.35)) {
            for (double x = dice.between(-0.1, 0.1); x < 1.1; x += dice.between(0.2, 0.35)) {
                scenery.cloud(x, dice.between(0, 0.08), dice.between(0.14, 0.22), false, Rgb.scaled(high, dice.between(0.6,
                        0.75)));
            }
        }
        int drop = scenery.about(14, 0xd8e0ec, 0xb4c8dc, 0xe6e6ea);
        double slant = dice.wobble(0.55);
        double length = dice.between(0.05, 0.16);
        double strength = dice.between(0.4, 0.8);
        for (int i = dice.whole(45, 130); i > 0; i--) {
            double x = dice.between(-0.1, 1.1);
            double y = dice.between(-0.05, 1);
            canvas.streak(x, y, x + slant * length, y + length, drop, strength);
        }
    }

    void snow() {
        double horizon = dice.between(0.4, 0.75);
        int sky = scenery.near(0xb8c6d6, 0xc6d2e0, 0xa8b8c4, 0xd0d0e6, 0xb4c6c8);
        canvas.gradient(0, 1, sky, Rgb.mix(sky, 0xffffff, dice.between(0, 0.5)));
        int white = scenery.about(7, 0xf4f6fa, 0xeaf0f6, 0xfafafa);
        if (dice.chance(0.5)) {
            scenery.hill(horizon - 0.06, 0.03, Rgb.scaled(white, 0.93));
            scenery.hill(horizon + 0.04, 0.04, white);
        } else {
            canvas.box(0, horizon, 1, 1, white);
        }
        if (dice.chance(0.3)) {
            for (int i = dice.whole(1, 4); i > 0; i--) {
                new Woods(scenery).snowyFir(dice.unit(), horizon + dice.between(0.02, 0.15), dice.between(0.16, 0.3));
            }
        }
        double size = dice.between(0.008, 0.014);
        for (int i = dice.whole(25, 80); i > 0; i--) {
            double x = dice.unit();
            double y = dice.unit() * (dice.chance(0.7) ? horizon + 0.1 : 1);
            double flake = size * dice.between(0.6, 1.5);
            canvas.box(x - flake, y - flake, x + flake, y + flake, 0xffffff);
        }
    }
}
