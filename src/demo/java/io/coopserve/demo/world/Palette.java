package io.coopserve.demo.world;

import java.util.random.RandomGenerator;

/** Which colours come together. */
final class Palette {
    private static final Frequencies<Colour> ALL = Frequencies.zipf(Colour.values());
    private static final Frequencies<Colour> LIGHT = Frequencies.of(
            new Colour[]{Colour.WHITE, Colour.YELLOW, Colour.PINK, Colour.TURQUOISE, Colour.LIME, Colour.GREY}, 4, 1, 1, 1, 1,
            1);
    private static final Frequencies<Colour> DEEP = Frequencies.of(
            new Colour[]{Colour.BLACK, Colour.BLUE, Colour.GREEN, Colour.RED, Colour.NAVY, Colour.PURPLE, Colour.BROWN,
                    Colour.ORANGE, Colour.MAROON, Colour.OLIVE},
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    private static final double SHARE_OF_LIGHT = 0.75;
    private static final double SHARE_OF_BLACK_OR_WHITE = 0.6;

    /** Closer ones in RGB are taken for each other in a small drawing: red and maroon are not far enough, red and pink are. */
    private static final int DISTANCE = 110;

    private Palette() {
    }

    static Colour any(RandomGenerator random) {
        return ALL.draw(random);
    }

    /** The other colour of a texture: often black or white, so that a "red striped circle" has one colour to speak of. */
    static Colour beside(Colour first, RandomGenerator random) {
        while (true) {
            Colour second = random.nextDouble() >= SHARE_OF_BLACK_OR_WHITE
                    ? any(random)
                    : random.nextInt(3) == 0 ? Colour.BLACK : Colour.WHITE;
            if (apart(first, second)) {
                return second;
            }
        }
    }

    /** A background on which all that is said to be on it can be seen. */
    static Colour behind(Group[] groups, RandomGenerator random) {
        Frequencies<Colour> shade = random.nextDouble() < SHARE_OF_LIGHT ? LIGHT : DEEP;
        while (true) {
            Colour ground = shade.draw(random);
            boolean seen = true;
            for (Group group : groups) {
                seen &= apart(ground, group.colour()) && (group.texture().isEmpty() || ground != group.second());
            }
            if (seen) {
                return ground;
            }
        }
    }

    private static boolean apart(Colour one, Colour other) {
        int red = (one.rgb() >> 16) - (other.rgb() >> 16);
        int green = (one.rgb() >> 8 & 0xff) - (other.rgb() >> 8 & 0xff);
        int blue = (one.rgb() & 0xff) - (other.rgb() & 0xff);
        return red * red + green * green + blue * blue > DISTANCE * DISTANCE;
    }
}
