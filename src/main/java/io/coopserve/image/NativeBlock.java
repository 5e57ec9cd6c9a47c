package io.coopserve.image;

import com.sun.jna.Memory;

/** Native memory that is freed at the end of its block, not when the garbage collector comes to it. */
final class NativeBlock extends Memory implements AutoCloseable {
    /** @param size in bytes, at least 1; zeros, so that no library can leave there what was there before */
    NativeBlock(long size) {
        super(size);
        clear();
    }

    /** Holds a copy. */
    static NativeBlock of(byte[] content) {
        NativeBlock block = new NativeBlock(content.length);
        block.write(0, content, 0, content.length);
        return block;
    }

    @Override
    public void close() {
        dispose();
    }
}
