package io.coopserve.demo.pretrain;

import java.util.Map;

import io.coopserve.demo.caption.Focus;

/** What lessons are about, and how often. */
final class Lessons {
    static final Map<Focus, Double> ALL = Map.ofEntries(Map.entry(Focus.FIGURE, 5.0), Map.entry(Focus.TEXTURE, 4.0), Map.entry(Focus.COLOUR, 1.0), Map.entry(
            Focus.SCENE, 1.0), Map.entry(Focus.COUNT, 2.0), Map.entry(Focus.POSITION, 1.5), Map.entry(Focus.SIZE, 0.3), Map.entry(
                    Focus.STYLE, 0.2), Map.entry(Focus.COLOUR_FIGURE, 1.0), Map.entry(Focus.TEXTURE_FIGURE, 1.0), Map.entry(
                            Focus.COLOUR_TEXTURE_FIGURE, 1.0), Map.entry(Focus.FIGURE_SCENE, 0.5));

    static final Map<Focus, Double> EASY = Map.of(Focus.COLOUR, 1.0, Focus.SCENE, 1.0, Focus.TEXTURE, 1.0, Focus.COLOUR_FIGURE, 1.0);
    static final Map<Focus, Double> SHAPE = Map.of(Focus.FIGURE, 1.0);

    private Lessons() {
    }
}
