package io.coopserve.demo.world;

import java.util.List;
import java.util.Optional;

/**
 * What is on a picture: all that a caption can be true or false about, and nothing of how it is drawn.
 *
 * @param groups none (scene, texture, swatch), one, or two with one object each
 * @param scene behind them; none: a plain background or a texture
 * @param texture over the whole frame, then there are neither groups nor a scene
 * @param background of a plain background or a swatch, or the first of the texture
 * @param second the other colour of the texture; any where there is none
 */
public record Drawing(List<Group> groups, Optional<Scene> scene, Optional<Texture> texture, Colour background, Colour second,
        Style style) {
    /** The same things, drawn in another way. */
    public Drawing in(Style other) {
        return new Drawing(groups, scene, texture, background, second, other);
    }
}
