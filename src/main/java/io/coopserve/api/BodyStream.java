package io.coopserve.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;

/** A received body while it is read. The connection may be closed at any moment, and takes the body along. */
final class BodyStream extends FilterInputStream {
    BodyStream(InputStream file) {
        super(file);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (ClosedChannelException e) {
            throw closed();
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ClosedChannelException e) {
            throw closed();
        }
    }

    /** Nobody hears this; but it is no fault of the service, and the log does not call it one. */
    static BadRequest closed() {
        return BadRequest.malformed("The connection was closed.");
    }
}
