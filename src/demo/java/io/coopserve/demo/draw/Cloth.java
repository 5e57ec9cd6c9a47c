package io.coopserve.demo.draw;

import io.coopserve.demo.world.Texture;

/** A texture in its two colours, to be laid over the frame or cut to a figure. */
final class Cloth {
    private static final int SHADES = 16;
    /** Two colours less apart than this make no texture that can be seen at a glance. */
    private static final double CLOSE = 150;

    private final Pattern pattern;
    private final double period;
    private final double sine;
    private final double cosine;
    private final int[] shades = new int[SHADES + 1];

    private Cloth(Texture texture, int first, int second, double extent, double periods, Dice dice) {
        this.period = extent / periods;
        double askew = Patterns.askew(texture, dice);
        this.sine = Turn.sine(askew) / period;
        this.cosine = Turn.cosine(askew) / period;
        this.pattern = new Patterns(dice, periods / 2).pattern(texture);
        int other = Palette.apart(second, first, CLOSE);
        boolean swapped = texture != Texture.BRICK && dice.chance(0.1);
        for (int i = 0; i <= SHADES; i++) {
            shades[i] = Rgb.mix(swapped ? other : first, swapped ? first : other, (double) i / SHADES);
        }
    }

    /** For the whole frame. */
    static Cloth wide(Texture texture, int first, int second, Dice dice) {
        double periods = switch (texture) {
            case BRICK -> dice.between(3, 6.5);
            case MARBLED -> dice.between(4, 8);
            case SCALY, TRIANGULAR -> dice.between(3.5, 8);
            case ARGYLE, SPECKLED -> dice.between(5, 11);
            case RINGED -> dice.between(5, 13);
            default -> 4 * StrictMath.pow(2.5, dice.unit());
        };
        return new Cloth(texture, first, second, 1, periods, dice);
    }

    /**
     * For a figure.
     *
     * @param extent of the figure, in sides of the picture
     * @param finest most periods that such an extent can show
     */
    static Cloth cut(Texture texture, int first, int second, double extent, double finest, Dice dice) {
        double periods = texture == Texture.MARBLED ? dice.between(1.8, 3.5) : dice.between(2.5, 6);
        return new Cloth(texture, first, second, extent, Math.max(2, Math.min(periods, finest)), dice);
    }

    /** Covers a square about a middle; places are in sides of the picture. */
    void cover(int[] pixels, int side, double x, double y, double radius) {
        int top = Math.max(0, (int) ((y - radius) * side) - 2);
        int bottom = Math.min(side, (int) ((y + radius) * side) + 3);
        int left = Math.max(0, (int) ((x - radius) * side) - 2);
        int right = Math.min(side, (int) ((x + radius) * side) + 3);
        for (int row = top; row < bottom; row++) {
            double down = (row + 0.5) / side - y;
            for (int column = left; column < right; column++) {
                double across = (column + 0.5) / side - x;
                double share = pattern.share(across * cosine + down * sine, down * cosine - across * sine);
                pixels[row * side + column] = shades[(int) (share * SHADES + 0.5)];
            }
        }
    }
}
