package io.coopserve.image;

/**
 * How image files are decoded.
 *
 * @param maxPixels largest image that is decoded
 * @param exifOrientation whether pictures are turned as their Exif data says; CLIP ignores it
 * @param jpegScaling whether large JPEGs are shrunk while they are decoded; quicker, but not what CLIP does
 * @param systemLibraries whether libjpeg-turbo and libwebp are used where they are installed
 */
public record Decoding(long maxPixels, boolean exifOrientation, boolean jpegScaling, boolean systemLibraries) {
    /** As the official {@code _transform} sees files. */
    public static Decoding official(long maxPixels) {
        return new Decoding(maxPixels, false, false, true);
    }

    /** The same with nothing shrunk. */
    Decoding unscaled() {
        return new Decoding(maxPixels, exifOrientation, false, systemLibraries);
    }
}
