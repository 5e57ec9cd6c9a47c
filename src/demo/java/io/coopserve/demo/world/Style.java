package io.coopserve.demo.world;

import java.util.List;

/** How a picture is drawn, or what has happened to it. */
public enum Style implements Named {
    /** Filled areas, most of them with a dark outline: what is not spoken of. */
    PLAIN("drawing", "picture"), OUTLINE("outline", "line drawing"), SKETCH("sketch", "pencil drawing"), BLURRED("blurred",
            "blurry",
            "out of focus"), NOISY("noisy", "grainy"), MONOCHROME("black and white", "monochrome"), DARK("dark", "dim"),
    /** Only in shifted tasks: never seen in pre-training. */
    INVERTED("inverted", "negative"),
    /** Only in shifted tasks. */
    PIXELATED("pixelated", "blocky");

    private final List<String> words;

    Style(String... words) {
        this.words = List.of(words);
    }

    /** Whether colours can still be told. */
    public boolean showsColours() {
        return this != MONOCHROME && this != OUTLINE && this != SKETCH && this != INVERTED;
    }

    /** Whether textures of objects can still be told. */
    public boolean showsTextures() {
        return this != OUTLINE && this != SKETCH;
    }

    @Override
    public List<String> words() {
        return words;
    }
}
