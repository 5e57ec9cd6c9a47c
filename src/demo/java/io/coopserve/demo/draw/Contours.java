package io.coopserve.demo.draw;

import static io.coopserve.demo.draw.Outline.polygon;
import static io.coopserve.demo.draw.Outline.regular;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

import io.coopserve.demo.world.Figure;

/** How figures look: of each several kinds. Any size, anywhere: {@link Outline} makes them alike. */
final class Contours {
    private final Dice dice;

    Contours(Dice dice) {
        this.dice = dice;
    }

    Outline outline(Figure figure) {
        return switch (figure) {
            case CIRCLE -> new Outline(disc(0, 0, 1), 0);
            case SQUARE -> new Outline(slab(1), mostly(0.7, 7, 22));
            case TRIANGLE -> triangle();
            case STAR -> star();
            case HEART -> new Outline(heart(), mostly(0.8, 15, 30));
            case CROSS -> cross();
            case RING -> new Outline(ring(), 0);
            case DIAMOND -> diamond();
            case ARROW -> arrow();
            case CRESCENT -> crescent();
            case HEXAGON -> new Outline(regular(6), dice.chance(0.4) ? dice.either(0, 30) + dice.wobble(5) : dice.wobble(30));
            case OVAL -> new Outline(new Ellipse2D.Double(-1, -1, 2, 2 / dice.between(1.35, 2)), dice.chance(0.7)
                    ? dice.wobble(20)
                    : dice.between(0, 180));
            case RECTANGLE -> new Outline(slab(1 / dice.between(1.5, 2.8)), dice.chance(0.7)
                    ? dice.wobble(15)
                    : dice.chance(0.6) ? 90 + dice.wobble(12) : dice.wobble(60));
            case FLOWER -> new Flower(dice).outline();
            case PENTAGON -> new Outline(regular(5), mostly(0.75, 15, 36));
            case DROP -> new Outline(drop(), mostly(0.85, 15, 40));
            case SEMICIRCLE -> semicircle();
            case GEAR -> gear();
            case TRAPEZOID -> trapezoid();
            case BOLT -> bolt();
        };
    }

    /** A little turned, or now and then more. */
    private double mostly(double share, double little, double more) {
        return dice.wobble(dice.chance(share) ? little : more);
    }

    private static Shape disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Shape slab(double height) {
        return polygon(-1, -height, 1, -height, 1, height, -1, height);
    }

    private Shape ring() {
        Path2D.Double path = new Path2D.Double();
        Outline.circle(path, 0, 0, 1, 360);
        Outline.circle(path, 0, 0, dice.between(0.38, 0.74), -360);
        return path;
    }

    private Outline triangle() {
        double height = dice.chance(0.5) ? 1.73 : dice.between(1.4, 2.2);
        double lean = dice.chance(0.8) ? 0 : dice.wobble(0.4);
        double turn = dice.chance(0.7) ? dice.wobble(22) : dice.between(0, 360);
        return new Outline(polygon(lean, -height, 1, 0, -1, 0), turn);
    }

    private Outline star() {
        int points = dice.chance(0.88) ? 5 : dice.either(4, 6, 6);
        double inner = switch (points) {
            case 4 -> dice.between(0.3, 0.42);
            case 6 -> dice.between(0.45, 0.6);
            default -> dice.between(0.36, 0.54);
        };
        return new Outline(wheel(points, 1, inner), mostly(0.8, 20, 36));
    }

    /** Points that lie in turn on an outer and an inner circle. */
    private static Shape wheel(int points, double outer, double inner) {
        double[] places = new double[4 * points];
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            places[2 * i] = radius * Turn.sine(180.0 * i / points);
            places[2 * i + 1] = -radius * Turn.cosine(180.0 * i / points);
        }
        return polygon(places);
    }

    private Shape heart() {
        double slim = dice.between(0.85, 1.2);
        double notch = dice.between(-0.62, -0.4);
        double belly = dice.between(0.15, 0.4);
        Path2D.Double path = new Path2D.Double();
        path.moveTo(0, notch);
        path.curveTo(0.15, -1.05, 1.1, -1.1, 1, -0.3);
        path.curveTo(0.95, belly, 0.3, 0.55, 0, slim);
        path.curveTo(-0.3, 0.55, -0.95, belly, -1, -0.3);
        path.curveTo(-1.1, -1.1, -0.15, -1.05, 0, notch);
        path.closePath();
        return path;
    }

    private Outline cross() {
        double arm = dice.between(0.24, 0.42);
        Shape plus = polygon(-arm, -1, arm, -1, arm, -arm, 1, -arm, 1, arm, arm, arm, arm, 1, -arm, 1, -arm, arm, -1, arm, -1,
                -arm, -arm, -arm);
        return new Outline(plus, dice.chance(0.75) ? dice.wobble(18) : dice.wobble(45));
    }

    private Outline diamond() {
        double width = dice.between(0.5, 0.82);
        double skew = dice.chance(0.7) ? 0 : dice.wobble(0.25);
        return new Outline(polygon(0, -1, width, -skew, 0, 1, -width, skew), dice.chance(0.85)
                ? dice.wobble(10)
                : 90 + dice.wobble(10));
    }

    private Outline arrow() {
        double shaft = dice.between(0.14, 0.34);
        double head = dice.between(0.5, 0.85);
        double neck = dice.between(-0.15, 0.35);
        double barb = dice.chance(0.8) ? 0 : dice.between(0.1, 0.25);
        double from = neck - barb;
        Shape right = polygon(-1, -shaft, neck, -shaft, from, -head, 1, 0, from, head, neck, shaft, -1, shaft);
        double turn = dice.chance(0.8)
                ? dice.either(0, 180) + dice.wobble(20)
                : dice.either(90, 270, 45, 135, 225, 315) + dice
                        .wobble(15);
        return new Outline(right, turn);
    }

    private Outline crescent() {
        double bite = dice.between(0.72, 0.98);
        double shift = 1 - bite + dice.between(0.3, 0.62);
        double tip = (1 - bite * bite + shift * shift) / (2 * shift);
        double outer = StrictMath.toDegrees(StrictMath.acos(tip));
        double inner = StrictMath.toDegrees(StrictMath.acos((tip - shift) / bite));
        Path2D.Double moon = new Path2D.Double();
        Outline.arc(moon, 0, 0, 1, outer, 360 - outer);
        Outline.arc(moon, shift, 0, bite, 360 - inner, inner);
        moon.closePath();
        double turn = (dice.chance(0.65) ? 0 : 180) + mostly(0.8, 28, 50);
        return new Outline(moon, turn);
    }

    private Shape drop() {
        double slim = dice.between(0.55, 0.72);
        double pull = dice.between(0.1, 0.45);
        Path2D.Double path = new Path2D.Double();
        double centre = 1 - slim;
        path.moveTo(0, -1);
        path.curveTo(0.12, -0.75 + pull * 0.3, slim, centre - slim * (0.7 + pull * 0.6), slim, centre);
        path.curveTo(slim, centre + slim * 0.55, slim * 0.55, 1, 0, 1);
        path.curveTo(-slim * 0.55, 1, -slim, centre + slim * 0.55, -slim, centre);
        path.curveTo(-slim, centre - slim * (0.7 + pull * 0.6), -0.12, -0.75 + pull * 0.3, 0, -1);
        path.closePath();
        return path;
    }

    private Outline semicircle() {
        Path2D.Double half = new Path2D.Double();
        Outline.arc(half, 0, 0, 1, 180, 360);
        half.closePath();
        return new Outline(half, dice.chance(0.8) ? dice.wobble(18) : dice.either(180, 90, 270) + dice.wobble(15));
    }

    private Outline gear() {
        int teeth = dice.whole(7, 12);
        double root = dice.between(0.72, 0.82);
        double top = dice.between(0.42, 0.55);
        double foot = dice.chance(0.5) ? top : top + dice.between(0, 0.15);
        double[] places = new double[8 * teeth];
        for (int i = 0; i < teeth; i++) {
            double step = 360.0 / teeth;
            double[] angles = {-foot / 2, -top / 2, top / 2, foot / 2};
            for (int j = 0; j < 4; j++) {
                double radius = j == 0 || j == 3 ? root : 1;
                places[8 * i + 2 * j] = radius * Turn.sine(step * (i + angles[j]));
                places[8 * i + 2 * j + 1] = -radius * Turn.cosine(step * (i + angles[j]));
            }
        }
        Path2D wheel = polygon(places);
        if (dice.chance(0.35)) {
            Outline.circle(wheel, 0, 0, dice.between(0.2, 0.36), -360);
        }
        return new Outline(wheel, dice.wobble(25));
    }

    private Outline trapezoid() {
        double top = dice.between(0.4, 0.68);
        double height = dice.between(0.5, 0.85);
        double lean = dice.chance(0.75) ? 0 : dice.wobble(0.2);
        return new Outline(polygon(-top + lean, -height, top + lean, -height, 1, height, -1, height), dice.chance(0.85)
                ? mostly(0.8, 12, 30)
                : 180 + dice.wobble(10));
    }

    private Outline bolt() {
        double mirror = dice.chance(0.6) ? 1 : -1;
        double wide = dice.between(0.8, 1.15) * mirror;
        Shape zigzag = switch (dice.whole(0, 2)) {
            case 0 -> polygon(0.1 * wide, -1, 0.6 * wide, -1, 0.15 * wide, -0.25, 0.6 * wide, -0.25, -0.4 * wide, 1, -0.1
                    * wide, 0.05, -0.55 * wide, 0.05);
            case 1 -> polygon(-0.2 * wide, -1, 0.5 * wide, -1, 0.1 * wide, -0.2, 0.55 * wide, -0.3, -0.5 * wide, 1, -0.12
                    * wide, 0.12, -0.6 * wide, 0.2);
            default -> polygon(-0.6 * wide, -1, 0.05 * wide, -0.85, 0.22 * wide, -0.35, 0.42 * wide, -0.3, 0.5 * wide, 0.15,
                    0.65 * wide, 0.2, 0.7 * wide, 1, 0.22 * wide, 0.38, 0.05 * wide, 0.34, 0, -0.06, -0.25 * wide, -0.08);
        };
        return new Outline(zigzag, mostly(0.85, 14, 28));
    }
}
