package io.coopserve.image;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How images are decoded; the defaults are what CLIP does. */
@ConfigMapping(prefix = "coop.image")
public interface ImageConfiguration {
    /** Turn pictures as their Exif data says. */
    @WithDefault("false")
    boolean exifOrientation();

    /** Shrink large JPEGs while they are decoded, where libjpeg-turbo is installed. */
    @WithDefault("false")
    boolean jpegScaling();

    /** Decode with libjpeg-turbo and libwebp, as Pillow does, where they are installed. */
    @WithDefault("true")
    boolean systemLibraries();
}
