package io.coopserve.demo.world;

import java.util.Optional;

/**
 * Objects that are alike.
 *
 * @param colour of the objects, or the first of their texture
 * @param texture none: of one colour
 * @param second the other colour of the texture; any where there is none
 * @param count from 1 to 8
 * @param position of the only object of a picture; none if there are several
 */
public record Group(Figure figure, Colour colour, Optional<Texture> texture, Colour second, Size size, int count,
        Optional<Position> position) {}
