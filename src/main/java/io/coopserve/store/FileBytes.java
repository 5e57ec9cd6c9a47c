package io.coopserve.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Whole files as arrays, read and written in slices: for each thread Java keeps a native buffer as large as the largest array
 * that the thread has ever read or written at once, and a service has hundreds of threads.
 */
public final class FileBytes {
    private static final int SLICE = 1 << 16;

    private FileBytes() {
    }

    /** @throws java.nio.file.NoSuchFileException if there is none */
    public static byte[] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] content = new byte[Math.toIntExact(channel.size())];
            int at = 0;
            for (int read = 0; at < content.length && read >= 0; at += Math.max(read, 0)) {
                read = channel.read(slice(content, at));
            }
            return at == content.length ? content : Arrays.copyOf(content, at);
        }
    }

    static void write(FileChannel channel, byte[] content) throws IOException {
        for (int at = 0; at < content.length;) {
            at += channel.write(slice(content, at));
        }
    }

    private static ByteBuffer slice(byte[] content, int at) {
        return ByteBuffer.wrap(content, at, Math.min(SLICE, content.length - at));
    }
}
