package io.coopserve.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A received body while it is read. The connection may be closed at any moment, and takes the body along. */
final class BodyStream extends FilterInputStream {
    private final Path file;

    BodyStream(Path file) throws IOException {
        super(Files.newInputStream(file));
        this.file = file;
    }

    /** Makes its file known by another name, so that it stays when the connection is closed. */
    void keep(Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (NoSuchFileException e) {
            throw closed();
        } catch (FileSystemException | UnsupportedOperationException e) { // such as: the file system has no links
            Files.copy(this, name);
        }
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
