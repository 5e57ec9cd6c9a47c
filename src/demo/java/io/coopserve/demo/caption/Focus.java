package io.coopserve.demo.caption;

/** What a short caption names, and nothing else. */
public enum Focus {
    FIGURE, TEXTURE, COLOUR, SCENE, COUNT, POSITION, SIZE, STYLE, COLOUR_FIGURE, TEXTURE_FIGURE, COLOUR_TEXTURE_FIGURE, FIGURE_SCENE
}
