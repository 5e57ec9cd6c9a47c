package io.coopserve.demo.world;

import java.util.List;

/**
 * Textures of two colours, on objects or over the whole frame, in the order of their frequency. The words are adjectives;
 * {@link #nouns} stand alone.
 */
public enum Texture implements Named {
    STRIPED(List.of("striped", "stripy", "lined"), List.of("stripes", "lines")), DOTTED(
            List.of("dotted", "spotted", "polka dot"),
            List.of("dots", "spots")), CHECKERED(List.of("checkered", "checked", "chessboard"), List.of("checks",
                    "a checkerboard")), GRID(List.of("grid", "gridded", "squared"), List.of("a grid", "grid lines")), ZIGZAG(
                            List.of("zigzag", "chevron", "jagged"),
                            List.of("zigzags", "chevrons")), WAVY(List.of("wavy", "rippled", "undulating"), List.of("waves",
                                    "ripples")), BRICK(List.of("brick", "bricked"), List.of("bricks", "brickwork")), SPECKLED(
                                            List.of("speckled", "flecked", "grainy"),
                                            List.of("speckles", "flecks")), RINGED(List.of("ringed", "concentric", "target"),
                                                    List.of("rings", "concentric circles")), RADIAL(
                                                            List.of("radial", "sunburst", "pinwheel"),
                                                            List.of("rays", "a sunburst")), CROSSHATCHED(
                                                                    List.of("crosshatched", "hatched", "latticed"),
                                                                    List.of("crosshatching", "a lattice")), FADED(
                                                                            List.of("faded", "gradient", "shaded"),
                                                                            List.of("a gradient",
                                                                                    "a colour transition")), SCALY(
                                                                                            List.of("scaly", "scaled",
                                                                                                    "scalloped"),
                                                                                            List.of("scales",
                                                                                                    "fish scales")), MARBLED(
                                                                                                            List.of("marbled",
                                                                                                                    "swirly",
                                                                                                                    "veined"),
                                                                                                            List.of("marble",
                                                                                                                    "swirls")), TRIANGULAR(
                                                                                                                            List.of("triangular",
                                                                                                                                    "triangle patterned"),
                                                                                                                            List.of("triangles",
                                                                                                                                    "small triangles")), ARGYLE(
                                                                                                                                            List.of("argyle",
                                                                                                                                                    "harlequin"),
                                                                                                                                            List.of("argyle",
                                                                                                                                                    "diamonds"));

    private final List<String> words;
    private final List<String> nouns;

    Texture(List<String> words, List<String> nouns) {
        this.words = words;
        this.nouns = nouns;
    }

    @Override
    public List<String> words() {
        return words;
    }

    /** What one sees, to follow "with" or to stand alone. */
    public List<String> nouns() {
        return nouns;
    }
}
