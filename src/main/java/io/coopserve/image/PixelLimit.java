package io.coopserve.image;

import io.coopserve.bounds.Bounded;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The limit that holds where images are decoded. */
@ConfigMapping(prefix = "coop.limits")
public interface PixelLimit {
    /** Most pixels of an image, by its header, before anything is decoded. */
    @WithConverter(Bounded.Pixels.class)
    @WithDefault("33554432")
    long pixels();
}
