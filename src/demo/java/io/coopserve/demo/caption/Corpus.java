package io.coopserve.demo.caption;

import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.coopserve.demo.world.Drawing;
import io.coopserve.demo.world.World;

/** Captions of many drawings: what a vocabulary is learned from. */
public final class Corpus {
    private Corpus() {
    }

    /** So many captions, each of a drawing of its own, half of them focused; in order, so not to be made parallel. */
    public static Stream<String> captions(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> caption(random)).limit(count).sequential();
    }

    private static String caption(SplittableRandom random) {
        Drawing drawing = World.draw(random);
        Focus[] focuses = Focus.values();
        if (random.nextBoolean()) {
            return Captions.general(drawing, random).text();
        }
        return Captions.focused(drawing, focuses[random.nextInt(focuses.length)], random)
                .orElseGet(() -> Captions.general(drawing, random)).text();
    }
}
