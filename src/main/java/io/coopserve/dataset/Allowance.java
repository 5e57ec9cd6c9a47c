package io.coopserve.dataset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds what is read at once: a tar may declare names of any size, which are read into memory. */
final class Allowance extends FilterInputStream {
    private long left;

    Allowance(InputStream in) {
        super(in);
    }

    void allow(long bytes) {
        left = bytes;
    }

    private long spend(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new IOException("what is between two files is too large");
        }
        return bytes;
    }

    @Override
    public int read() throws IOException {
        spend(1);
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return (int) spend(super.read(buffer, offset, length));
    }

    @Override
    public long skip(long bytes) throws IOException {
        return spend(super.skip(bytes));
    }
}
