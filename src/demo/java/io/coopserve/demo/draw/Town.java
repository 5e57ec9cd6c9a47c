package io.coopserve.demo.draw;

/** What is built. */
final class Town {
    private final Scenery scenery;
    private final Canvas canvas;
    private final Dice dice;

    Town(Scenery scenery) {
        this.scenery = scenery;
        this.canvas = scenery.canvas;
        this.dice = scenery.dice;
    }

    void city() {
        int hour = dice.whole(0, 9);
        int sky = hour < 5
                ? scenery.near(0x8fb0d4, 0xa8bcd0, 0x9a9cb4, 0xb4c4d4)
                : hour < 8 ? scenery.near(0x8c7a96, 0xc08a78, 0x74708c, 0x9a8094) : scenery.near(0x1e2440, 0x2a2a44);
        int low = hour < 8 ? Rgb.mix(sky, 0xffffff, dice.between(0, 0.4)) : Rgb.mix(sky, 0x6a5a80, 0.4);
        canvas.gradient(0, 1, sky, low);
        if (dice.chance(0.4)) {
            houses(0.2, 0.12, Rgb.mix(sky, 0x4a5064, 0.45), 0);
        }
        int stone = scenery.near(0x5a5e70, 0x6a6a78, 0x4a5068, 0x7a7078, 0x505060, 0x8a8078);
        houses(0.36, 0.16, hour < 8 ? stone : Rgb.scaled(stone, 0.55), dice.between(0.3, 0.9));
        if (dice.chance(0.3)) {
            canvas.box(0, dice.between(0.9, 0.96), 1, 1, scenery.near(0x44444a, 0x5a5a5e));
        }
    }

    /** @param lit how many of the windows are */
    private void houses(double tallest, double width, int stone, double lit) {
        int light = scenery.near(0xffe68c, 0xf5dc78, 0xe8eef4, 0xc8dcf0);
        double step = dice.between(0.042, 0.065);
        for (double x = dice.between(-0.1, 0); x < 1;) {
            double wide = width * dice.between(0.7, 1.5);
            double top = tallest + dice.between(-0.16, 0.3);
            int wall = Rgb.scaled(scenery.about(10, stone), dice.between(0.7, 1.2));
            canvas.box(x, top, x + wide, 1, wall);
            if (dice.chance(0.15)) {
                canvas.box(x + wide * 0.45, top - 0.08, x + wide * 0.52, top, wall);
            } else if (dice.chance(0.12)) {
                canvas.polygon(wall, x, top, x + wide / 2, top - 0.1, x + wide, top);
            }
            if (lit > 0) {
                windows(x, top, wide, step, new int[]{light, Rgb.scaled(wall, 0.65)}, lit);
            }
            x += wide + (dice.chance(0.35) ? dice.between(0.01, 0.08) : 0);
        }
    }

    private void windows(double x, double top, double wide, double step, int[] panes, double lit) {
        double size = step * 0.5;
        for (double y = top + step * 0.6; y < 1; y += step * 1.25) {
            for (double left = x + step * 0.5; left + size < x + wide - step * 0.2; left += step) {
                canvas.box(left, y, left + size, y + size, panes[dice.chance(lit) ? 0 : 1]);
            }
        }
    }

    void wall() {
        int brick = scenery.near(0xa84c38, 0xb45a40, 0x9c4a3c, 0xb8664c, 0x8c4030, 0xa86a50);
        int mortar = scenery.near(0xc8beb4, 0xb4aaa0, 0xdcd4c8, 0x5a524e, 0x9a9088);
        double high = dice.between(0.075, 0.15);
        double wide = high * dice.between(1.9, 2.6);
        double seam = dice.between(0.012, 0.024);
        double variety = dice.between(0.04, 0.16);
        double lean = dice.chance(0.8) ? 0 : dice.wobble(0.04);
        long salt = dice.seed();
        int[] pixels = canvas.pixels();
        for (int y = 0; y < canvas.side; y++) {
            for (int x = 0; x < canvas.side; x++) {
                double down = ((y + 0.5) / canvas.side + lean * x / canvas.side) / high + 0.4;
                double across = (x + 0.5) / canvas.side / wide + ((long) Math.floor(down) & 1) * 0.5;
                boolean inSeam = Pattern.fraction(down) * high < seam || Pattern.fraction(across) * wide < seam;
                double shade = 1 + variety * (2 * Pattern.chance(across, down, salt) - 1);
                pixels[y * canvas.side + x] = inSeam ? mortar : Rgb.scaled(brick, shade);
            }
        }
        if (dice.chance(0.4)) {
            scenery.grain(0, 0.05);
        }
    }
}
