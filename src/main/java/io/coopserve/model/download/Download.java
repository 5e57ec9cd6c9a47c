package io.coopserve.model.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import io.coopserve.model.InvalidModelException;

/** Brings one file of known size into a partial file, and goes on where an earlier attempt or process ended. */
public final class Download {
    private static final int CHUNK = 1 << 18;
    /** An attempt that brings less has failed, or a server that breaks after each byte would keep us for ever. */
    private static final long SOME = 1 << 16;

    private final String name;
    private final long size;
    private final Source source;
    private final Duration pause;

    /** Where the bytes come from. */
    public interface Source {
        /**
         * The content from an offset on.
         *
         * @throws IOException if it may work when tried again
         * @throws InvalidModelException if it will not
         */
        Content from(long offset) throws IOException, InterruptedException;
    }

    /**
     * An answer.
     *
     * @param offset of its first byte: what was asked for, or 0 if all has to be read anew
     */
    public record Content(InputStream bytes, long offset) {}

    /**
     * @param name for the log
     * @param size in bytes
     * @param pause before an attempt is repeated for the first time
     */
    public Download(String name, long size, Source source, Duration pause) {
        this.name = name;
        this.size = size;
        this.source = source;
        this.pause = pause;
    }

    /**
     * Completes a partial file, and syncs it. What it holds has still to be checked.
     *
     * @throws InvalidModelException if the content cannot be had, or the disk is full
     */
    public void complete(Path partial) throws InterruptedException {
        try (FileChannel out = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (out.size() > size) {
                out.truncate(0);
            }
            requireSpace(partial, size - out.size());
            Progress progress = new Progress(name, size, out.size());
            Retries retries = new Retries("downloading " + name, pause);
            while (out.size() < size) {
                long before = out.size();
                try {
                    append(out, progress);
                } catch (ClosedByInterruptException e) {
                    throw e; // told once only: a second look at the file would say that it is closed, not why
                } catch (IOException e) {
                    if (out.size() - before >= SOME) {
                        retries.succeeded();
                    }
                    retries.failed(e);
                }
            }
            out.force(true);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw unwritable(partial, e);
        }
    }

    /** @throws IOException if the content broke off, or is not as long as it should be */
    private void append(FileChannel out, Progress progress) throws IOException, InterruptedException {
        Content content = source.from(out.size());
        try (InputStream in = content.bytes()) {
            write(() -> out.truncate(content.offset()).position(content.offset()));
            byte[] chunk = new byte[CHUNK];
            for (int length; (length = in.read(chunk)) >= 0;) {
                if (out.size() + length > size) {
                    write(() -> out.truncate(0));
                    throw new IOException("more came than its %d bytes".formatted(size));
                }
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
                while (bytes.hasRemaining()) {
                    write(() -> out.write(bytes));
                }
                progress.at(out.size());
            }
        }
        if (out.size() < size) {
            throw new IOException("it broke off after %d of %d bytes".formatted(out.size(), size));
        }
    }

    /** Something done to the partial file. */
    private interface Write {
        Object make() throws IOException;
    }

    /** A disk that is full is still full a second later: not tried again, as what the network spoils is. */
    private void write(Write write) throws InterruptedException {
        try {
            write.make();
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new InvalidModelException("%s cannot be written: %s".formatted(name, Retries.reason(e)), e);
        }
    }

    private void requireSpace(Path partial, long bytes) throws IOException {
        long free = Files.getFileStore(partial).getUsableSpace();
        if (free < bytes) {
            throw new InvalidModelException("%s needs %s more in %s, where %s are free".formatted(name, Progress.amount(bytes),
                    partial.toAbsolutePath().getParent(), Progress.amount(free)));
        }
    }

    private static InvalidModelException unwritable(Path partial, IOException e) {
        return new InvalidModelException("%s cannot be written: %s".formatted(partial, Retries.reason(e)), e);
    }
}
