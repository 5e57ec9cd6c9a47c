package io.coopserve.demo.draw;

import static io.coopserve.demo.draw.Pattern.chance;
import static io.coopserve.demo.draw.Pattern.fraction;

import io.coopserve.demo.world.Texture;

/** How textures look: of each several kinds. */
final class Patterns {
    private final Dice dice;
    private final double reach;

    /** @param reach half of what is covered, in periods */
    Patterns(Dice dice, double reach) {
        this.dice = dice;
        this.reach = reach;
    }

    /** By how many degrees a texture may stand askew. */
    static double askew(Texture texture, Dice dice) {
        return switch (texture) {
            case STRIPED, DOTTED, FADED, SPECKLED, MARBLED, RADIAL -> dice.between(0, 360);
            case CHECKERED -> dice.chance(0.85) ? dice.wobble(22) : dice.wobble(45);
            case ZIGZAG, WAVY -> dice.chance(0.8) ? dice.wobble(18) : dice.between(0, 180);
            case TRIANGULAR -> dice.chance(0.8) ? dice.wobble(20) : dice.between(0, 360);
            case GRID -> dice.wobble(20);
            case BRICK, SCALY -> dice.chance(0.9) ? dice.wobble(12) : dice.wobble(30);
            case CROSSHATCHED, ARGYLE -> dice.wobble(13);
            case RINGED -> 0;
        };
    }

    Pattern pattern(Texture texture) {
        return switch (texture) {
            case STRIPED -> stripes();
            case DOTTED -> dots();
            case CHECKERED -> checks();
            case GRID -> grid();
            case ZIGZAG -> zigzag();
            case WAVY -> waves();
            case BRICK -> bricks();
            case SPECKLED -> dice.chance(0.65) ? cells() : flecks();
            case RINGED -> rings();
            case RADIAL -> rays();
            case CROSSHATCHED -> hatching();
            case FADED -> fading();
            case SCALY -> dice.chance(0.5) ? scallops() : new Scales(dice);
            case MARBLED -> new Marble(dice);
            case TRIANGULAR -> triangles();
            case ARGYLE -> argyle();
        };
    }

    private static double on(boolean second) {
        return second ? 1 : 0;
    }

    private Pattern stripes() {
        double width = dice.chance(0.75) ? dice.between(0.38, 0.6) : dice.between(0.2, 0.8);
        double phase = dice.unit();
        return (u, v) -> on(fraction(u + phase) < width);
    }

    private Pattern dots() {
        double radius = dice.between(0.24, 0.4);
        double square = radius * radius;
        double shift = dice.chance(0.5) ? 0 : 0.5;
        double high = shift == 0 ? 1 : dice.between(0.75, 1);
        double stray = dice.chance(0.8) ? 0 : Math.min(0.2, 0.5 - radius);
        long salt = dice.seed();
        return (u, v) -> {
            double row = Math.floor(v / high);
            double column = u + ((long) row & 1) * shift;
            double x = fraction(column) - 0.5;
            double y = (v / high - row - 0.5) * high;
            if (stray > 0) {
                x += stray * (2 * chance(column, row, salt) - 1);
                y += stray * (2 * chance(column, row, salt + 1) - 1);
            }
            return on(x * x + y * y < square);
        };
    }

    private Pattern checks() {
        double cell = dice.between(0.55, 0.75);
        double high = dice.chance(0.8) ? cell : cell * dice.between(0.75, 1.33);
        double phase = dice.unit();
        return (u, v) -> ((long) Math.floor(u / cell + phase) + (long) Math.floor(v / high + phase)) & 1;
    }

    private Pattern grid() {
        double line = dice.between(0.15, 0.32);
        double high = dice.chance(0.8) ? 1 : dice.between(0.75, 1.35);
        double phase = dice.unit();
        return (u, v) -> on(fraction(u + phase) < line || fraction(v / high + phase) * high < line);
    }

    private Pattern hatching() {
        double line = dice.between(0.16, 0.34);
        double rise = dice.chance(0.7) ? 1 : dice.between(0.75, 1.3);
        double scale = 1 / Math.sqrt(1 + rise * rise);
        double phase = dice.unit();
        return (u, v) -> on(fraction((u + v * rise) * scale + phase) < line || fraction((u - v * rise) * scale + phase) < line);
    }

    private Pattern zigzag() {
        double high = dice.between(0.35, 0.75);
        double length = dice.between(0.9, 1.7);
        double width = dice.between(0.4, 0.6);
        double phase = dice.unit();
        return (u, v) -> on(fraction(v + high * Math.abs(2 * fraction(u / length + phase) - 1) + phase) < width);
    }

    private Pattern waves() {
        double high = dice.between(0.15, 0.33);
        double length = dice.between(1.2, 2.6);
        double width = dice.between(0.38, 0.6);
        double phase = dice.unit();
        return (u, v) -> on(fraction(v + high * Turn.wave(u / length + phase) + phase) < width);
    }

    private Pattern bricks() {
        double high = dice.between(0.45, 0.6);
        double mortar = dice.between(0.09, 0.16);
        double shift = dice.chance(0.85) ? 0.5 : 0.33;
        double phase = dice.unit();
        return (u, v) -> {
            double row = v / high + phase;
            double along = fraction(u + Math.floor(row) * shift + phase);
            return on(fraction(row) * high < mortar || along < mortar);
        };
    }

    private Pattern cells() {
        double cell = dice.between(0.2, 0.34);
        double density = dice.between(0.22, 0.5);
        long salt = dice.seed();
        return (u, v) -> on(chance(u / cell, v / cell, salt) < density);
    }

    private Pattern flecks() {
        double cell = dice.between(0.35, 0.55);
        double density = dice.between(0.55, 0.9);
        long salt = dice.seed();
        return (u, v) -> {
            double x = u / cell;
            double y = v / cell;
            double radius = 0.2 + 0.22 * chance(x, y, salt);
            double right = fraction(x) - radius - (1 - 2 * radius) * chance(x, y, salt + 1);
            double down = fraction(y) - radius - (1 - 2 * radius) * chance(x, y, salt + 2);
            return on(chance(x, y, salt + 3) < density && right * right + down * down < radius * radius);
        };
    }

    private Pattern rings() {
        double x = dice.wobble(0.18) * reach;
        double y = dice.wobble(0.18) * reach;
        double width = dice.between(0.4, 0.6);
        double phase = dice.unit();
        return (u, v) -> on(fraction(Math.sqrt((u - x) * (u - x) + (v - y) * (v - y)) + phase) < width);
    }

    private Pattern rays() {
        int rays = dice.whole(5, 13);
        double x = dice.wobble(0.15) * reach;
        double y = dice.wobble(0.15) * reach;
        double swirl = dice.chance(0.75) ? 0 : dice.wobble(0.8) / reach;
        double width = dice.between(0.42, 0.58);
        return (u, v) -> {
            double turns = StrictMath.atan2(v - y, u - x) / (2 * Math.PI);
            double radius = swirl == 0 ? 0 : Math.sqrt(u * u + v * v);
            return on(fraction(turns * rays + radius * swirl) < width);
        };
    }

    private Pattern fading() {
        double from = -reach * dice.between(0.6, 1.1);
        double over = reach * dice.between(0.6, 1.1) - from;
        if (dice.chance(0.15)) {
            return (u, v) -> Math.min(1, Math.sqrt(u * u + v * v) / over * 1.8);
        }
        return (u, v) -> Math.max(0, Math.min(1, (u - from) / over));
    }

    private Pattern scallops() {
        double deep = dice.between(0.3, 0.5);
        double length = dice.between(0.8, 1.4);
        double width = dice.between(0.3, 0.55);
        double shift = dice.chance(0.6) ? 0.25 : 0;
        double phase = dice.unit();
        return (u, v) -> {
            double bow = v - deep * Math.abs(Turn.wave(u / (2 * length)));
            double other = v - deep * Math.abs(Turn.wave(u / (2 * length) + shift));
            double row = ((long) Math.floor(bow + phase) & 1) == 0 ? bow : other;
            return on(fraction(row + phase) < width);
        };
    }

    private Pattern triangles() {
        double high = dice.between(0.75, 1.05);
        double shift = dice.chance(0.5) ? 0.5 : 0;
        double gap = dice.chance(0.65) ? 0.04 : 0.18;
        double phase = dice.unit();
        return (u, v) -> {
            double row = v / high + phase;
            double along = fraction(u + Math.floor(row) * shift);
            double down = fraction(row);
            return on(down > gap && Math.abs(along - 0.5) * 2 < (down - gap) / (1 - gap) * (1 - gap * 0.6));
        };
    }

    private Pattern argyle() {
        double tall = dice.between(0.4, 0.68);
        double skew = dice.chance(0.6) ? 0 : dice.wobble(0.2);
        double thread = dice.chance(0.7) ? 0 : dice.between(0.05, 0.09);
        double phase = dice.unit();
        return (u, v) -> {
            double rising = (u * 0.9 + v * (tall + skew)) + phase;
            double falling = (u * 0.9 - v * (tall - skew)) + phase;
            double diamond = ((long) Math.floor(rising) + (long) Math.floor(falling)) & 1;
            boolean crossed = Math.abs(fraction(rising) - 0.5) < thread || Math.abs(fraction(falling) - 0.5) < thread;
            return crossed ? 0.5 : diamond;
        };
    }
}
