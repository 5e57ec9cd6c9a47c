package io.coopserve.demo.draw;

/** Redraws what is on a canvas by its edges. */
final class Edges {
    private static final int STEP = 2;

    private final Canvas canvas;
    private final Dice dice;

    Edges(Canvas canvas, Dice dice) {
        this.canvas = canvas;
        this.dice = dice;
    }

    /** @param pencil with soft, broken lines rather than firm ones */
    void trace(int paper, boolean pencil) {
        int[] pixels = canvas.pixels();
        int[] before = pixels.clone();
        double strength = pencil ? dice.between(0.5, 0.9) : dice.between(1.2, 2);
        for (int y = 0; y < canvas.side; y++) {
            for (int x = 0; x < canvas.side; x++) {
                int here = before[y * canvas.side + x];
                int right = before[y * canvas.side + Math.min(canvas.side - 1, x + STEP)];
                int below = before[Math.min(canvas.side - 1, y + STEP) * canvas.side + x];
                double edge = strength * Math.max(0, step(here, right) + step(here, below) - 24) / 128;
                double ink = Math.min(pencil ? 0.75 : 1, pencil ? edge * dice.between(0.4, 1.2) : edge);
                pixels[y * canvas.side + x] = Rgb.mix(paper, 0x202024, ink);
            }
        }
    }

    private static double step(int first, int second) {
        return Math.abs(Rgb.red(first) - Rgb.red(second)) * 0.4 + Math.abs(Rgb.green(first) - Rgb.green(second)) * 0.6 + Math
                .abs(Rgb.blue(first) - Rgb.blue(second)) * 0.4;
    }
}
