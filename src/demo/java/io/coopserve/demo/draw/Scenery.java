package io.coopserve.demo.draw;

import io.coopserve.demo.world.Scene;

/** Paints scenes, each in several ways; what they have in common is here. */
final class Scenery {
    final Canvas canvas;
    final Dice dice;
    private final Palette palette;

    Scenery(Canvas canvas, Dice dice) {
        this.canvas = canvas;
        this.dice = dice;
        this.palette = new Palette(dice);
    }

    void paint(Scene scene) {
        switch (scene) {
            case SKY -> new Weather(this).sky();
            case NIGHT -> new Weather(this).night();
            case SUNSET -> new Weather(this).sunset();
            case RAIN -> new Weather(this).rain();
            case SNOW -> new Weather(this).snow();
            case SEA -> new Water(this).sea();
            case MEADOW -> new Countryside(this).meadow();
            case FIELD -> new Countryside(this).field();
            case ROAD -> new Countryside(this).road();
            case DESERT -> new Heights(this).desert();
            case MOUNTAIN -> new Heights(this).mountain();
            case FOREST -> new Woods(this).forest();
            case CITY -> new Town(this).city();
            case WALL -> new Town(this).wall();
        }
    }

    /** One of these, varied. */
    int near(int... choices) {
        return about(18, choices);
    }

    /** @param spread of each channel, in levels */
    int about(double spread, int... choices) {
        return palette.near(dice.either(choices), spread);
    }

    /** Daylight from the top down to there, with clouds or a sun at times. */
    void daylight(double bottom) {
        int high = near(0x5a96dc, 0x7ab0e6, 0x8fb8dc, 0x9cc4ea);
        canvas.gradient(0, bottom, high, Rgb.mix(high, 0xffffff, dice.between(0.3, 0.8)));
        if (dice.chance(0.35)) {
            clouds(dice.whole(1, 2), bottom * 0.7, 0.7);
        }
        if (dice.chance(0.15)) {
            sun(dice.between(0.1, 0.9), bottom * dice.between(0.2, 0.6), dice.between(0.05, 0.09), 0xffe65a);
        }
    }

    void sun(double x, double y, double radius, int rgb) {
        if (dice.chance(0.6)) {
            canvas.glow(x, y, radius * 2.4, radius * 2.4, rgb, 0.3);
        }
        canvas.ellipse(x, y, radius, radius, near(rgb));
    }

    /** @param scale of their size */
    void clouds(int count, double lowest, double scale) {
        boolean soft = dice.chance(0.5);
        for (int i = 0; i < count; i++) {
            double x = dice.between(0, 1);
            double y = dice.between(0.03, Math.max(0.05, lowest));
            cloud(x, y, scale * dice.between(0.1, 0.22), soft, about(8, 0xfafafa));
        }
    }

    /** @param width half of it, about */
    void cloud(double x, double y, double width, boolean soft, int rgb) {
        for (int i = dice.whole(3, 5); i > 0; i--) {
            double right = x + dice.wobble(width * 0.75);
            double down = y + dice.wobble(width * 0.22);
            double across = width * dice.between(0.4, 0.75);
            double high = across * dice.between(0.45, 0.75);
            if (soft) {
                canvas.glow(right, down, across * 1.3, high * 1.3, rgb, 0.7);
            } else {
                canvas.ellipse(right, down, across, high, rgb);
            }
        }
    }

    /** Ground whose edge is a wave about a height. */
    void hill(double height, double swing, int rgb) {
        double[] points = new double[2 * 18];
        double phase = dice.unit();
        double length = dice.between(0.7, 1.8);
        for (int i = 0; i < 16; i++) {
            double x = i / 15.0;
            points[2 * i] = x;
            points[2 * i + 1] = height + swing * (Turn.wave(x / length + phase) + 0.3 * Turn.wave(2.3 * x / length + 2
                    * phase));
        }
        points[32] = 1;
        points[33] = 1.01;
        points[35] = 1.01;
        canvas.polygon(rgb, points);
    }

    /** Every pixel from a height on a little lighter or darker. */
    void grain(double top, double amount) {
        int[] pixels = canvas.pixels();
        for (int i = Math.max(0, canvas.row(top)) * canvas.side; i < pixels.length; i++) {
            pixels[i] = Rgb.scaled(pixels[i], 1 + amount * dice.bell());
        }
    }
}
