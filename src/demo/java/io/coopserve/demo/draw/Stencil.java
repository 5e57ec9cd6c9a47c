package io.coopserve.demo.draw;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.Arrays;

/**
 * What of each pixel an area covers, and painting through it. Not Java2D's renderer: its edges differ by JDK, and pictures must
 * not. Rows are cut into lines, on which coverage is exact; areas wound in either direction are filled.
 */
final class Stencil {
    private static final int LINES = 4;
    private static final double FLAT = 0.08;
    private static final int CORNERS = 12;

    private final int side;
    private final double[][] crossings;
    private final int[][] windings;
    private final int[] counts;
    private final double[] covered;
    private final double[] steps;

    /** @param side in pixels */
    Stencil(int side) {
        this.side = side;
        this.crossings = new double[LINES * side][8];
        this.windings = new int[LINES * side][8];
        this.counts = new int[LINES * side];
        this.covered = new double[side + 2];
        this.steps = new double[side + 2];
    }

    /** Adds an area; its lengths are in sides. */
    void area(Shape shape) {
        trace(shape, this::edge);
    }

    /** Adds a line along a contour, with round ends. */
    void contour(Shape shape, double width) {
        double half = width * side / 2;
        trace(shape, (x, y, toX, toY) -> segment(x, y, toX, toY, half));
    }

    @FunctionalInterface
    private interface Line {
        void draw(double x, double y, double toX, double toY);
    }

    private void trace(Shape shape, Line line) {
        double[] point = new double[6];
        double x = 0;
        double y = 0;
        double startX = 0;
        double startY = 0;
        AffineTransform enlarged = AffineTransform.getScaleInstance(side, side);
        for (PathIterator i = shape.getPathIterator(enlarged, FLAT); !i.isDone(); i.next()) {
            int kind = i.currentSegment(point);
            if (kind == PathIterator.SEG_MOVETO) {
                startX = point[0];
                startY = point[1];
            } else {
                double toX = kind == PathIterator.SEG_CLOSE ? startX : point[0];
                double toY = kind == PathIterator.SEG_CLOSE ? startY : point[1];
                line.draw(x, y, toX, toY);
                point[0] = toX;
                point[1] = toY;
            }
            x = point[0];
            y = point[1];
        }
    }

    /** A slab and a disc at its end, wound alike so that they add up. */
    private void segment(double x, double y, double toX, double toY, double half) {
        double length = Math.sqrt((toX - x) * (toX - x) + (toY - y) * (toY - y));
        disc(toX, toY, half);
        if (length > 0) {
            double across = -(toY - y) / length * half;
            double down = (toX - x) / length * half;
            disc(x, y, half);
            edge(x + across, y + down, toX + across, toY + down);
            edge(toX + across, toY + down, toX - across, toY - down);
            edge(toX - across, toY - down, x - across, y - down);
            edge(x - across, y - down, x + across, y + down);
        }
    }

    private void disc(double x, double y, double radius) {
        double fromX = x + radius;
        double fromY = y;
        for (int i = 1; i <= CORNERS; i++) {
            double toX = x + radius * Turn.wave(0.25 - (double) i / CORNERS);
            double toY = y + radius * Turn.wave(-(double) i / CORNERS);
            edge(fromX, fromY, toX, toY);
            fromX = toX;
            fromY = toY;
        }
    }

    private void edge(double x, double y, double toX, double toY) {
        if (y > toY) {
            cross(toX, toY, x, y, -1);
        } else {
            cross(x, y, toX, toY, 1);
        }
    }

    private void cross(double x, double y, double toX, double toY, int winding) {
        int first = Math.max(0, (int) Math.ceil(y * LINES - 0.5));
        int end = Math.min(counts.length, (int) Math.ceil(toY * LINES - 0.5));
        if (first < end) {
            double slope = (toX - x) / (toY - y);
            for (int line = first; line < end; line++) {
                insert(line, x + ((line + 0.5) / LINES - y) * slope, winding);
            }
        }
    }

    /** In the order of their places. */
    private void insert(int line, double place, int winding) {
        int count = counts[line]++;
        if (count == crossings[line].length) {
            crossings[line] = Arrays.copyOf(crossings[line], 2 * count);
            windings[line] = Arrays.copyOf(windings[line], 2 * count);
        }
        double[] places = crossings[line];
        int[] turns = windings[line];
        int at = count;
        for (; at > 0 && places[at - 1] > place; at--) {
            places[at] = places[at - 1];
            turns[at] = turns[at - 1];
        }
        places[at] = place;
        turns[at] = winding;
    }

    /**
     * Paints what was added, and forgets it.
     *
     * @param paint of each pixel
     * @param opacity from 0 to 1
     */
    void paint(int[] pixels, Paint paint, double opacity) {
        for (int row = 0; row < side; row++) {
            boolean any = false;
            for (int line = row * LINES; line < (row + 1) * LINES; line++) {
                any |= counts[line] > 0;
                spans(line);
                counts[line] = 0;
            }
            if (any) {
                paintRow(row * side, pixels, paint, opacity / LINES);
            }
        }
    }

    @FunctionalInterface
    interface Paint {
        int at(int pixel);
    }

    private void spans(int line) {
        int winding = 0;
        double from = 0;
        for (int i = 0; i < counts[line]; i++) {
            if (winding == 0) {
                from = crossings[line][i];
            }
            winding += windings[line][i];
            if (winding == 0) {
                cover(Math.max(0, Math.min(side, from)), Math.max(0, Math.min(side, crossings[line][i])));
            }
        }
    }

    private void cover(double from, double to) {
        int first = (int) from;
        int last = (int) to;
        if (first == last) {
            covered[first] += to - from;
        } else {
            covered[first] += first + 1 - from;
            covered[last] += to - last;
            steps[first + 1]++;
            steps[last]--;
        }
    }

    private void paintRow(int start, int[] pixels, Paint paint, double opacity) {
        double whole = 0;
        for (int i = 0; i < side; i++) {
            whole += steps[i];
            double share = (covered[i] + whole) * opacity;
            if (share > 0.998) {
                pixels[start + i] = paint.at(start + i);
            } else if (share > 0.002) {
                pixels[start + i] = Rgb.mix(pixels[start + i], paint.at(start + i), share);
            }
        }
        Arrays.fill(covered, 0);
        Arrays.fill(steps, 0);
    }
}
