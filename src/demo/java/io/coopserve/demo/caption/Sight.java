package io.coopserve.demo.caption;

import io.coopserve.demo.world.Style;

/**
 * What may be said of objects.
 *
 * @param figures the share of objects that are named, not called a shape or a thing
 */
record Sight(boolean colours, boolean textures, double figures) {
    static Sight of(Style style) {
        return new Sight(style.showsColours(), style.showsTextures(), 0.92);
    }

    /** Where there are other objects too, each is named: "a red shape and a square" could be one. */
    Sight naming() {
        return new Sight(colours, textures, 1);
    }
}
