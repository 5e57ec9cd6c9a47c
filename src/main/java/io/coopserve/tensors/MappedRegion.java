package io.coopserve.tensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A part of a file as read-only memory: only what is used is read, and nothing is copied to the heap. */
final class MappedRegion {
    private MappedRegion() {
    }

    /** @throws InvalidTensorFileException if it is longer than the 2 GiB that one buffer can hold */
    static ByteBuffer of(Path file, long offset, long length) {
        if (length > Integer.MAX_VALUE) {
            throw new InvalidTensorFileException("a tensor of %d bytes; at most %d are read".formatted(length,
                    Integer.MAX_VALUE));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // slice(): libtorch takes the address of the buffer and ignores its position
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).slice();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
