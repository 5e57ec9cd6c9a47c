package io.coopserve.demo.world;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** How large objects are, and what goes with it: many have room only if small, and a texture is seen only on what is not. */
final class Sizes {
    static final Frequencies<Size> ALONE = Frequencies.of(Size.values(), 4, 14, 30, 30, 22);
    static final Frequencies<Size> PLACED = Frequencies.of(Size.values(), 8, 32, 40, 20);
    static final Frequencies<Size> TEXTURED = Frequencies.of(Size.values(), 0, 0, 40, 35, 25);
    private static final Frequencies<Size> IN_PAIR = Frequencies.of(Size.values(), 10, 45, 45);
    private static final Frequencies<Size> TWO = Frequencies.of(Size.values(), 15, 40, 45);
    private static final Frequencies<Size> FEW = Frequencies.of(Size.values(), 25, 55, 20);
    private static final Frequencies<Size> SOME = Frequencies.of(Size.values(), 50, 50);
    private static final Frequencies<Size> MANY = Frequencies.of(Size.values(), 80, 20);

    private Sizes() {
    }

    /** Of two to eight objects. */
    static Frequencies<Size> of(int count) {
        return count == 2 ? TWO : count <= 4 ? FEW : count <= 6 ? SOME : MANY;
    }

    static Size inPair(RandomGenerator random) {
        return IN_PAIR.draw(random);
    }

    /** The share of objects of that size that have a texture. */
    static double shareOfTextures(Size size) {
        return switch (size) {
            case TINY -> 0.05;
            case SMALL -> 0.2;
            case MEDIUM -> 0.42;
            case BIG, HUGE -> 0.52;
        };
    }

    /** Where a single one is; empty: anywhere between the nine places, so there is no word for it. */
    static Optional<Position> position(Size size, RandomGenerator random) {
        Position[] all = Position.values();
        double at = random.nextDouble();
        return switch (size) {
            case TINY, SMALL, MEDIUM -> at < 0.85 ? Optional.of(all[random.nextInt(all.length)]) : Optional.empty();
            case BIG -> at < 0.4
                    ? Optional.of(all[random.nextInt(all.length)])
                    : at < 0.7 ? Optional.of(Position.CENTRE) : Optional.empty();
            case HUGE -> at < 0.6 ? Optional.of(Position.CENTRE) : Optional.empty();
        };
    }
}
