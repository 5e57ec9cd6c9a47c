package io.coopserve.demo.draw;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;

/**
 * A contour about the origin, half of whose longer extent is 1 before it is turned.
 *
 * @param turn how it stands, in degrees
 */
record Outline(Shape shape, double turn) {
    private static final double FLAT = 0.01;

    Outline {
        Rectangle2D bounds = shape.getBounds2D();
        double scale = 2 / Math.max(bounds.getWidth(), bounds.getHeight());
        shape = new AffineTransform(scale, 0, 0, scale, -scale * bounds.getCenterX(), -scale * bounds.getCenterY())
                .createTransformedShape(shape);
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
    static Shape polygon(double... points) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** With one corner up. */
    static Shape regular(int corners) {
        double[] points = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            points[2 * i] = Turn.sine(360.0 * i / corners);
            points[2 * i + 1] = -Turn.cosine(360.0 * i / corners);
        }
        return polygon(points);
    }
}
