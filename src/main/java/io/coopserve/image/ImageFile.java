package io.coopserve.image;

import java.io.IOException;

/** An image file of which only the header has been read, so that what decoding costs is known before. */
interface ImageFile {
    /** In pixels, as the header says; the picture may be smaller where decoding scales. */
    int width();

    int height();

    /** Bytes that decoding and the picture take at once, for each pixel. */
    int bytesPerPixel();

    /**
     * @return the picture, or that of the first frame
     * @throws IOException if the file is broken; decoders also throw RuntimeExceptions then
     */
    Picture decode() throws IOException;

    /** Exif data as TIFF; null if there are none. */
    byte[] exif();
}
