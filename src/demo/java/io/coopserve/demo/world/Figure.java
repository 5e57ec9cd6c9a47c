package io.coopserve.demo.world;

import java.util.List;
import java.util.stream.Stream;

/** Shapes of objects, in the order of their frequency. */
public enum Figure implements Named {
    CIRCLE("disc", "dot", "round shape"), SQUARE("box", "block"), TRIANGLE("wedge", "three-sided shape"), STAR(
            "five-pointed star"), HEART("love heart", "valentine"), CROSS("plus", "plus sign"), RING("hoop",
                    "donut"), DIAMOND("rhombus", "lozenge"), ARROW("pointer", "direction sign"), CRESCENT("moon",
                            "sickle"), HEXAGON("six-sided shape", "honeycomb cell"), OVAL("ellipse", "egg"), RECTANGLE("oblong",
                                    "bar"), FLOWER("blossom", "bloom"), PENTAGON("five-sided shape"), DROP("teardrop",
                                            "droplet"), SEMICIRCLE("half circle", "dome"), GEAR("cog", "cogwheel"), TRAPEZOID(
                                                    "trapezium"), BOLT("lightning bolt", "flash", "lightning");

    private final List<String> words;

    Figure(String... synonyms) {
        this.words = Stream.concat(Stream.of(Named.of(this)), Stream.of(synonyms)).toList();
    }

    @Override
    public List<String> words() {
        return words;
    }
}
