package io.coopserve.demo.draw;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/**
 * A contour about the origin, half of whose longer extent is 1 before it is turned.
 *
 * @param turn how it stands, in degrees
 */
record Outline(Shape shape, double turn) {
    private static final double FLAT = 0.01;
    private static final double DEGREES = 6;

    Outline {
        double[] bounds = bounds(shape);
        double scale = 2 / Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]);
        shape = new AffineTransform(scale, 0, 0, scale, -scale * (bounds[0] + bounds[2]) / 2, -scale * (bounds[1] + bounds[3])
                / 2).createTransformedShape(shape);
    }

    /** Least x and y, most x and y. {@link Shape#getBounds2D} goes round the control points of curves in some JDKs. */
    private static double[] bounds(Shape shape) {
        double[] bounds = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        double[] point = new double[6];
        for (PathIterator i = shape.getPathIterator(null, FLAT); !i.isDone(); i.next()) {
            if (i.currentSegment(point) != PathIterator.SEG_CLOSE) {
                for (int axis = 0; axis < 2; axis++) {
                    bounds[axis] = Math.min(bounds[axis], point[axis]);
                    bounds[axis + 2] = Math.max(bounds[axis + 2], point[axis]);
                }
            }
        }
        return bounds;
    }

    /** How far its farthest point is from the origin. */
    double reach() {
        double[] point = new double[6];
        double most = 0;
        for (PathIterator i = shape.getPathIterator(null, FLAT); !i.isDone(); i.next()) {
            if (i.currentSegment(point) != PathIterator.SEG_CLOSE) {
                most = Math.max(most, point[0] * point[0] + point[1] * point[1]);
            }
        }
        return Math.sqrt(most);
    }

    /** @param wobble added to its turn, in degrees */
    Shape at(double x, double y, double radius, double wobble) {
        return Turn.placed(turn + wobble, radius, x, y).createTransformedShape(shape);
    }

    /** @param points x and y in turn */
    static Path2D polygon(double... points) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** With one corner up. */
    static Path2D regular(int corners) {
        double[] points = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            points[2 * i] = Turn.sine(360.0 * i / corners);
            points[2 * i + 1] = -Turn.cosine(360.0 * i / corners);
        }
        return polygon(points);
    }

    /**
     * Adds a piece of a circle. Two whole ones of opposite directions leave a hole; areas are not subtracted with Java2D, whose
     * corners come in an order that depends on the JDK.
     *
     * @param from in degrees, as {@link Turn} has them, 0 on the right
     */
    static void arc(Path2D path, double x, double y, double radius, double from, double to) {
        int steps = (int) Math.ceil(Math.abs(to - from) / DEGREES);
        for (int i = 0; i <= steps; i++) {
            double angle = from + (to - from) * i / steps;
            double right = x + radius * Turn.cosine(angle);
            double down = y + radius * Turn.sine(angle);
            if (path.getCurrentPoint() == null) {
                path.moveTo(right, down);
            } else {
                path.lineTo(right, down);
            }
        }
    }

    /**
     * Adds a whole circle as a contour of its own.
     *
     * @param turn 360, or −360 for a hole in what goes clockwise
     */
    static void circle(Path2D path, double x, double y, double radius, double turn) {
        path.moveTo(x + radius, y);
        arc(path, x, y, radius, turn / 60, turn);
        path.closePath();
    }
}
