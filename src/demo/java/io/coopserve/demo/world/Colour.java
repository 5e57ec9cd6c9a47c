package io.coopserve.demo.world;

import java.util.List;
import java.util.stream.Stream;

/** Colours of objects, textures and plain backgrounds, in the order of their frequency. */
public enum Colour implements Named {
    RED(0xe02020, "scarlet", "crimson"), BLUE(0x2e5be0, "azure", "cobalt"), GREEN(0x1f9a3c, "emerald", "jade"), YELLOW(0xf5de28,
            "golden", "lemon"), WHITE(0xf6f6f4, "ivory", "snow white"), BLACK(0x141416, "jet black", "ebony"), ORANGE(0xf58c14,
                    "tangerine", "amber"), PURPLE(0x7d2cb0, "violet", "plum"), PINK(0xf58ab4, "rose", "salmon"), GREY(0x84878a,
                            "gray", "silver"), BROWN(0x80491c, "chocolate", "chestnut"), TURQUOISE(0x2bc4c4, "cyan", "aqua",
                                    "teal"), NAVY(0x0e1366, "dark blue", "midnight blue"), LIME(0xa4e61e, "chartreuse",
                                            "light green"), MAROON(0x7c1026, "burgundy",
                                                    "dark red"), OLIVE(0x7a7a20, "khaki", "moss green");

    private final int rgb;
    private final List<String> words;

    Colour(int rgb, String... synonyms) {
        this.rgb = rgb;
        this.words = Stream.concat(Stream.of(Named.of(this)), Stream.of(synonyms)).toList();
    }

    /** Its middle, 0xRRGGBB; drawings vary around it. */
    public int rgb() {
        return rgb;
    }

    @Override
    public List<String> words() {
        return words;
    }
}
