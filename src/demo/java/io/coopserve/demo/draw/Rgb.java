package io.coopserve.demo.draw;

import java.awt.Color;

/** What is done with colours, which are 0xRRGGBB. */
final class Rgb {
    private Rgb() {
    }

    static int of(double red, double green, double blue) {
        return clip(red) << 16 | clip(green) << 8 | clip(blue);
    }

    static int red(int rgb) {
        return rgb >> 16 & 255;
    }

    static int green(int rgb) {
        return rgb >> 8 & 255;
    }

    static int blue(int rgb) {
        return rgb & 255;
    }

    /** @param share of the second, from 0 to 1 */
    static int mix(int first, int second, double share) {
        return of(red(first) + (red(second) - red(first)) * share, green(first) + (green(second) - green(first)) * share,
                blue(first) + (blue(second) - blue(first)) * share);
    }

    static int scaled(int rgb, double factor) {
        return of(red(rgb) * factor, green(rgb) * factor, blue(rgb) * factor);
    }

    /** From 0 to 255. */
    static double luminance(int rgb) {
        return 0.299 * red(rgb) + 0.587 * green(rgb) + 0.114 * blue(rgb);
    }

    /** How different two colours look, from 0 to about 765: T. Riemersma's "redmean". */
    static double distance(int first, int second) {
        double mean = (red(first) + red(second)) / 2.0;
        double red = red(first) - red(second);
        double green = green(first) - green(second);
        double blue = blue(first) - blue(second);
        return Math.sqrt((2 + mean / 256) * red * red + 4 * green * green + (2 + (255 - mean) / 256) * blue * blue);
    }

    /** @param hue added, in turns */
    static int turned(int rgb, double hue, double saturation, double brightness) {
        float[] hsb = Color.RGBtoHSB(red(rgb), green(rgb), blue(rgb), null);
        return Color.HSBtoRGB((float) (hsb[0] + hue), (float) Math.min(1, hsb[1] * saturation), (float) Math.min(1, hsb[2]
                * brightness)) & 0xffffff;
    }

    static int clip(double level) {
        return level <= 0 ? 0 : level >= 255 ? 255 : (int) (level + 0.5);
    }
}
