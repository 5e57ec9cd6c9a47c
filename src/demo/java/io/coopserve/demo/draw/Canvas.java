package io.coopserve.demo.draw;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Arrays;

/**
 * A picture in the making. Lengths and places are in sides of the picture, from the top left; colours are 0xRRGGBB. Drawn at a
 * multiple of the final resolution. Not thread-safe.
 */
final class Canvas {
    final int side;
    private final int[] pixels;
    private final int[] weave;
    private final Stencil stencil;

    Canvas(int side) {
        this.side = side;
        this.pixels = new int[side * side];
        this.weave = new int[side * side];
        this.stencil = new Stencil(side);
    }

    /** Row-major; what is changed here is changed in the picture. */
    int[] pixels() {
        return pixels;
    }

    /** As {@link #pixels}, but of what {@link #fillFromCloth} fills shapes with. */
    int[] weave() {
        return weave;
    }

    void flood(int rgb) {
        Arrays.fill(pixels, rgb);
    }

    /** Rows from one height to another, blending from one colour to another. */
    void gradient(double top, double bottom, int upper, int lower) {
        int first = Math.max(0, row(top));
        int last = Math.min(side, row(bottom));
        for (int y = first; y < last; y++) {
            int rgb = Rgb.mix(upper, lower, ((y + 0.5) / side - top) / (bottom - top));
            Arrays.fill(pixels, y * side, (y + 1) * side, rgb);
        }
    }

    /** A box without soft edges. */
    void box(double left, double top, double right, double bottom, int rgb) {
        int from = Math.max(0, row(left));
        int to = Math.min(side, row(right));
        for (int y = Math.max(0, row(top)); y < Math.min(side, row(bottom)) && from < to; y++) {
            Arrays.fill(pixels, y * side + from, y * side + to, rgb);
        }
    }

    /** An ellipse that fades out. */
    void glow(double x, double y, double width, double height, int rgb, double strength) {
        int from = Math.max(0, row(x - width));
        int to = Math.min(side, row(x + width));
        for (int row = Math.max(0, row(y - height)); row < Math.min(side, row(y + height)); row++) {
            double down = ((row + 0.5) / side - y) / height;
            for (int column = from; column < to; column++) {
                double across = ((column + 0.5) / side - x) / width;
                double left = 1 - across * across - down * down;
                if (left > 0) {
                    blend(row * side + column, rgb, Math.min(1, strength * 1.6 * left));
                }
            }
        }
    }

    /** A thin straight line of one pixel's width, faster than {@link #line}. */
    void streak(double x, double y, double toX, double toY, int rgb, double strength) {
        int steps = 1 + (int) (side * Math.max(Math.abs(toX - x), Math.abs(toY - y)));
        for (int i = 0; i <= steps; i++) {
            int column = row(x + (toX - x) * i / steps);
            int row = row(y + (toY - y) * i / steps);
            if (column >= 0 && column < side && row >= 0 && row < side) {
                blend(row * side + column, rgb, strength);
            }
        }
    }

    private void blend(int index, int rgb, double share) {
        pixels[index] = Rgb.mix(pixels[index], rgb, share);
    }

    /** The index of the row or column that a place is in. */
    int row(double place) {
        return (int) Math.floor(place * side);
    }

    void ellipse(double x, double y, double width, double height, int rgb) {
        fill(new Ellipse2D.Double(x - width, y - height, 2 * width, 2 * height), rgb);
    }

    /** @param points x and y in turn */
    void polygon(int rgb, double... points) {
        fill(Outline.polygon(points), rgb);
    }

    void line(double x, double y, double toX, double toY, double width, int rgb) {
        stroke(new Line2D.Double(x, y, toX, toY), width, rgb, 1);
    }

    void fill(Shape shape, int rgb) {
        stencil.area(shape);
        stencil.paint(pixels, pixel -> rgb, 1);
    }

    void fillFromCloth(Shape shape) {
        stencil.area(shape);
        stencil.paint(pixels, pixel -> weave[pixel], 1);
    }

    /** @param opacity from 0 to 1 */
    void stroke(Shape shape, double width, int rgb, double opacity) {
        stencil.contour(shape, width);
        stencil.paint(pixels, pixel -> rgb, opacity);
    }
}
