package io.coopserve.image;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limit that holds where images are decoded. */
@ConfigMapping(prefix = "coop.limits")
public interface PixelLimit {
    /** Most pixels of an image, by its header, before anything is decoded. */
    @Min(1)
    @WithDefault("33554432")
    long pixels();
}
