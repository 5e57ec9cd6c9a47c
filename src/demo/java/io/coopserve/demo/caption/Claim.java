package io.coopserve.demo.caption;

import java.util.List;

import io.coopserve.demo.world.Drawing;

/** What a caption says: true of all drawings that have it, whatever else they have. */
public record Claim(List<Fact> facts) {
    /** What an unrelated caption says. */
    static final Claim NOTHING = new Claim(List.of(new Fact.Elsewhere()));

    /** All of it is to be seen there. Decides which pairs of a batch match, so it is strict: see {@link Fact}. */
    public boolean isTrueOf(Drawing drawing) {
        for (int i = 0; i < facts.size(); i++) {
            if (!facts.get(i).isTrueOf(drawing)) {
                return false;
            }
        }
        return true;
    }
}
