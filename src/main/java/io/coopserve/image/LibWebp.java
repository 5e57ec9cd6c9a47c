package io.coopserve.image;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/** libwebp by the simple part of its decoding API. */
final class LibWebp {
    private final Function rgb;
    private final Function rgba;

    LibWebp(NativeLibrary library) {
        this.rgb = library.getFunction("WebPDecodeRGBInto");
        this.rgba = library.getFunction("WebPDecodeRGBAInto");
    }

    /**
     * @param webp a file of one picture of this size
     * @return samples (height, width, 3 or 4); null if it is broken
     */
    byte[] decode(byte[] webp, int width, int height, boolean alpha) {
        int row = width * (alpha ? 4 : 3);
        int size = Math.multiplyExact(row, height);
        try (NativeBlock in = NativeBlock.of(webp); NativeBlock out = new NativeBlock(size)) {
            Object[] arguments = {in, (long) webp.length, out, (long) size, row};
            return (alpha ? rgba : rgb).invokePointer(arguments) == null ? null : out.getByteArray(0, size);
        }
    }
}
