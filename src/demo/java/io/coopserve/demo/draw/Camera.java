package io.coopserve.demo.draw;

import io.coopserve.demo.world.Style;

/** Takes the picture of what is on a canvas: resolution, exposure, grain, and what a style does to a picture as a whole. */
final class Camera {
    /** Least and most pixels of pictures that are later enlarged, per 64 of what is asked for. */
    private static final double COARSEST = 40;
    private static final double FINEST = 60;
    private static final double SIDE = 64;

    private final int side;
    private final int canvasSide;
    private final Scaling[] down;
    private final Scaling[][] up;
    private final float[] full;
    private final float[] between;
    private final float[] small;
    private final float[] large;

    Camera(int side, int canvasSide) {
        this.side = side;
        this.canvasSide = canvasSide;
        this.down = new Scaling[side + 1];
        this.up = new Scaling[2][side + 1];
        this.full = new float[canvasSide * canvasSide * 3];
        this.between = new float[canvasSide * side * 3];
        this.small = new float[side * side * 3];
        this.large = new float[side * side * 3];
    }

    byte[] take(int[] pixels, Style style, Dice dice) {
        int taken = style != Style.PIXELATED && dice.chance(0.36)
                ? (int) (side / SIDE * dice.between(COARSEST, FINEST) + 0.5)
                : side;
        shrink(pixels, taken);
        int length = taken * taken * 3;
        expose(length, dice);
        develop(style, taken, dice);
        grain(length, style == Style.NOISY ? dice.between(18, 48) : dice.chance(0.85) ? dice.between(0, 7) : 0, dice);
        return bytes(enlarged(taken, dice));
    }

    private void shrink(int[] pixels, int taken) {
        for (int i = 0; i < pixels.length; i++) {
            full[3 * i] = Rgb.red(pixels[i]);
            full[3 * i + 1] = Rgb.green(pixels[i]);
            full[3 * i + 2] = Rgb.blue(pixels[i]);
        }
        if (down[taken] == null) {
            down[taken] = Scaling.down(canvasSide, taken);
        }
        down[taken].scale(full, between, small);
    }

    /** Brightness, contrast and white balance, none of them much. */
    private void expose(int length, Dice dice) {
        double gain = dice.between(0.9, 1.08);
        double lift = dice.wobble(9);
        float[] gains = {(float) (gain * (1 + dice.wobble(0.04))), (float) gain, (float) (gain * (1 + dice.wobble(0.04)))};
        for (int i = 0; i < length; i++) {
            small[i] = small[i] * gains[i % 3] + (float) lift;
        }
    }

    private void develop(Style style, int taken, Dice dice) {
        int length = taken * taken * 3;
        switch (style) {
            case MONOCHROME -> grey(length, dice);
            case DARK -> darken(length, dice);
            case INVERTED -> invert(length);
            case BLURRED -> {
                int radius = Math.max(1, (int) (taken * dice.between(0.016, 0.04) + 0.5));
                for (int i = 0; i < 2; i++) {
                    blur(taken, radius);
                }
            }
            case PIXELATED -> pixelate(Math.max(2, (int) (side / dice.between(10, 14) + 0.5)));
            default -> {
            }
        }
    }

    private void grey(int length, Dice dice) {
        double contrast = dice.between(0.85, 1.3);
        for (int i = 0; i < length; i += 3) {
            double grey = 0.299 * small[i] + 0.587 * small[i + 1] + 0.114 * small[i + 2];
            float level = (float) (128 + (grey - 128) * contrast);
            small[i] = level;
            small[i + 1] = level;
            small[i + 2] = level;
        }
    }

    private void darken(int length, Dice dice) {
        float share = (float) dice.between(0.18, 0.42);
        for (int i = 0; i < length; i++) {
            small[i] *= share;
        }
    }

    private void invert(int length) {
        for (int i = 0; i < length; i++) {
            small[i] = 255 - small[i];
        }
    }

    /** Means over a box, rows then columns; done twice it is nearly a Gaussian. */
    private void blur(int taken, int radius) {
        for (int pass = 0; pass < 2; pass++) {
            int step = pass == 0 ? 3 : 3 * taken;
            int across = pass == 0 ? 3 * taken : 3;
            for (int line = 0; line < taken; line++) {
                for (int channel = 0; channel < 3; channel++) {
                    blurLine(line * across + channel, step, taken, radius);
                }
            }
            System.arraycopy(large, 0, small, 0, taken * taken * 3);
        }
    }

    private void blurLine(int start, int step, int count, int radius) {
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int j = i - radius; j <= i + radius; j++) {
                sum += small[start + step * Math.max(0, Math.min(count - 1, j))];
            }
            large[start + step * i] = sum / (2 * radius + 1);
        }
    }

    private void pixelate(int block) {
        for (int top = 0; top < side; top += block) {
            for (int left = 0; left < side; left += block) {
                for (int channel = 0; channel < 3; channel++) {
                    flatten(left, top, block, channel);
                }
            }
        }
    }

    private void flatten(int left, int top, int block, int channel) {
        int right = Math.min(side, left + block);
        int bottom = Math.min(side, top + block);
        float sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += small[(y * side + x) * 3 + channel];
            }
        }
        float mean = sum / ((right - left) * (bottom - top));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                small[(y * side + x) * 3 + channel] = mean;
            }
        }
    }

    private void grain(int length, double deviation, Dice dice) {
        if (deviation == 0) {
            return;
        }
        boolean coloured = dice.chance(0.5);
        for (int i = 0; i < length; i += 3) {
            float noise = (float) (deviation * dice.bell());
            small[i] += noise;
            small[i + 1] += coloured ? (float) (deviation * dice.bell()) : noise;
            small[i + 2] += coloured ? (float) (deviation * dice.bell()) : noise;
        }
    }

    private float[] enlarged(int taken, Dice dice) {
        if (taken == side) {
            return small;
        }
        int kind = dice.whole(0, 1);
        if (up[kind][taken] == null) {
            up[kind][taken] = Scaling.up(taken, side, kind == 1);
        }
        // between holds canvasSide · side, more than is needed here
        up[kind][taken].scale(small, between, large);
        return large;
    }

    private byte[] bytes(float[] levels) {
        byte[] bytes = new byte[side * side * 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Rgb.clip(levels[i]);
        }
        return bytes;
    }
}
