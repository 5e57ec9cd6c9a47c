package io.coopserve.demo.draw;

/** Flat land under the sky. */
final class Countryside {
    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Countryside(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void meadow() {
        double horizon = dice.chance(0.85) ? dice.between(0.28, 0.6) : dice.between(0, 0.12);
        scenery.daylight(horizon + 0.08);
        int grass = scenery.near(0x3a9a3a, 0x2f8a34, 0x4aa83c, 0x5cae3e, 0x2e7d3a);
        if (dice.chance(0.6)) {
            canvas.gradient(horizon, 1, dice.chance(0.5) ? grass : Rgb.mix(grass, 0xc8e090, 0.3), grass);
        } else {
            canvas.gradient(horizon + 0.05, 1, grass, grass);
            scenery.hill(horizon, 0.035, Rgb.mix(grass, 0xc8e090, 0.2));
            scenery.hill(horizon + dice.between(0.06, 0.2), 0.04, grass);
        }
        if (dice.chance(0.7)) {
            scenery.grain(horizon + 0.06, dice.between(0.04, 0.14));
        }
        blades(horizon, grass);
        if (dice.chance(0.35)) {
            flowers(horizon);
        }
    }

    private void blades(double horizon, int grass) {
        int light = Rgb.mix(grass, 0xd8f08c, 0.4);
        int dark = Rgb.scaled(grass, 0.65);
        double high = dice.between(0.02, 0.07);
        for (int i = dice.whole(0, 90); i > 0; i--) {
            double x = dice.unit();
            double y = dice.between(horizon + 0.08, 1.04);
            canvas.streak(x, y, x + dice.wobble(0.02), y - high, i % 2 == 0 ? light : dark, 0.8);
        }
    }

    private void flowers(double horizon) {
        int petals = scenery.near(0xf0e03c, 0xe64646, 0xffffff, 0xe678c8);
        for (int i = dice.whole(4, 14); i > 0; i--) {
            double y = dice.between(horizon + 0.1, 0.98);
            double size = 0.006 + 0.016 * (y - horizon);
            canvas.ellipse(dice.unit(), y, size, size, petals);
        }
    }

    void field() {
        double horizon = dice.between(0.22, 0.5);
        int soil = scenery.near(0x7a5a34, 0x8c6a3c, 0x6e4e30, 0xa8884a);
        int crop = scenery.near(0x6a8a3a, 0x8a9a3c, 0xc8a846, 0x587a34, 0xa07a44);
        int ridge = Rgb.distance(soil, crop) < 90 ? Rgb.scaled(soil, 0.65) : crop;
        furrows(horizon, soil, ridge);
        scenery.daylight(horizon);
        if (dice.chance(0.35)) {
            canvas.gradient(horizon - 0.03, horizon + 0.01, Rgb.scaled(crop, 0.6), Rgb.scaled(crop, 0.6));
        }
        if (dice.chance(0.5)) {
            scenery.grain(horizon, 0.06);
        }
    }

    /** Lines that meet at a point on or above the horizon. */
    private void furrows(double horizon, int soil, int ridge) {
        double vanishing = dice.chance(0.7) ? dice.between(0.3, 0.7) : dice.between(-0.3, 1.3);
        double above = horizon - dice.between(0, 0.15);
        double period = dice.between(0.12, 0.3);
        double share = dice.between(0.4, 0.6);
        double phase = dice.unit();
        int[] pixels = canvas.pixels();
        for (int row = canvas.row(horizon); row < canvas.side; row++) {
            double depth = Math.max(0.004, ((row + 0.5) / canvas.side - above) / (1 - above));
            for (int column = 0; column < canvas.side; column++) {
                double across = ((column + 0.5) / canvas.side - vanishing) / depth;
                pixels[row * canvas.side + column] = Pattern.fraction(across / period + phase) < share ? soil : ridge;
            }
        }
    }

    void road() {
        double horizon = dice.chance(0.45) ? 0 : dice.between(0.15, 0.5);
        int land = scenery.near(0x4a8a46, 0x5a9448, 0x3f7a40, 0x8a9a50, 0xb89a60);
        canvas.box(0, 0, 1, 1, land);
        if (horizon > 0) {
            scenery.daylight(horizon);
        } else if (dice.chance(0.5)) {
            scenery.grain(0, 0.06);
        }
        double top = horizon == 0 ? dice.between(0.12, 0.25) : dice.between(0.01, 0.06);
        double far = 0.5 + dice.wobble(0.2);
        double near = 0.5 + dice.wobble(0.1);
        double bottom = dice.between(0.36, 0.58);
        int asphalt = scenery.about(10, 0x46464c, 0x545458, 0x3a3a40, 0x66646a);
        canvas.polygon(asphalt, far - top, horizon, far + top, horizon, near + bottom, 1, near - bottom, 1);
        int paint = scenery.about(8, 0xf4f4f0, 0xf4f4f0, 0xf0d050);
        if (dice.chance(0.4)) {
            edge(horizon, far - top * 0.9, near - bottom * 0.9, paint);
            edge(horizon, far + top * 0.9, near + bottom * 0.9, paint);
        }
        dashes(horizon, far, near, paint);
    }

    private void edge(double horizon, double far, double near, int paint) {
        double width = dice.between(0.014, 0.022);
        canvas.polygon(paint, far - 0.004, horizon, far + 0.004, horizon, near + width, 1, near - width, 1);
    }

    /** Longer and wider the nearer: their places are powers of what is left to the horizon. */
    private void dashes(double horizon, double far, double near, int paint) {
        double width = dice.between(0.018, 0.034);
        double shrink = horizon == 0 ? dice.between(0.75, 0.85) : dice.between(0.62, 0.75);
        for (double place = 1 + dice.between(0, 0.2); place > 0.06; place *= shrink * shrink) {
            double lower = horizon + (1 - horizon) * place;
            double upper = horizon + (1 - horizon) * place * shrink;
            double at = far + (near - far) * place;
            double next = far + (near - far) * place * shrink;
            double wide = Math.max(0.007, width * (horizon == 0 ? 0.5 + place / 2 : place));
            canvas.polygon(paint, next - wide * 0.85, upper, next + wide * 0.85, upper, at + wide, lower, at - wide, lower);
        }
    }
}
