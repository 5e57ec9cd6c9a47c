package io.coopserve.demo.world;

import java.util.random.RandomGenerator;

/** How often the drawn world has what: pre-training sees drawings of {@link #draw}, tasks those of a {@link Motif}. */
public final class World {
    private static final Frequencies<Motif> MOTIFS = Frequencies.of(
            new Motif[]{Motif.object(), Motif.several(), Motif.pair(), Motif.scenery(), Motif.pattern(), Motif.swatch()}, 52,
            19, 8, 7, 12, 2);

    private World() {
    }

    /** One drawing of the world; the same numbers give the same one. */
    public static Drawing draw(RandomGenerator random) {
        return MOTIFS.draw(random).draw(random);
    }
}
