package io.coopserve.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** A zip whose entries are mapped where they lie. PyTorch never compresses what it will want to map. */
final class ZipStore {
    private static final long MOST_DIRECTORY = 1 << 20;

    private final Path file;
    private final long size;
    private final Map<String, ZipArchiveEntry> entries = new HashMap<>();

    private ZipStore(Path file, long size) {
        this.file = file;
        this.size = size;
    }

    /** @throws InvalidTensorFileException if it is no zip, or truncated */
    static ZipStore open(Path file) throws IOException {
        ZipStore store = new ZipStore(file, Files.size(file));
        try (SeekableByteChannel channel = new Allowance(Files.newByteChannel(file), MOST_DIRECTORY);
                ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).setUseUnicodeExtraFields(false).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (store.entries.put(entry.getName(), entry) != null) {
                    throw new InvalidTensorFileException("the entry %s is there twice".formatted(entry.getName()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidTensorFileException("the zip is truncated or corrupt");
        }
        return store;
    }

    /**
     * The folder that all is in, as PyTorch writes it, with the slash at its end.
     *
     * @param landmark the file that shows which it is
     */
    String root(String landmark) {
        return entries.keySet().stream().filter(name -> name.endsWith("/" + landmark) && name.indexOf('/') == name.length()
                - landmark.length() - 1).findFirst().map(name -> name.substring(0, name.length() - landmark.length()))
                .orElseThrow(
                        () -> new InvalidTensorFileException("a zip without %s: PyTorch's have one".formatted(landmark)));
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** @throws InvalidTensorFileException if it is missing, or not stored as it is */
    long length(String name) {
        return entry(name).getSize();
    }

    /** A part of an entry. */
    ByteBuffer region(String name, long offset, long length) {
        return MappedRegion.of(file, entry(name).getDataOffset() + offset, length);
    }

    private ZipArchiveEntry entry(String name) {
        ZipArchiveEntry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidTensorFileException("the entry %s is missing".formatted(name));
        }
        if (entry.getMethod() != ZipMethod.STORED.getCode() || entry.getGeneralPurposeBit().usesEncryption()) {
            throw new InvalidTensorFileException("the entry %s is compressed or encrypted: PyTorch stores them as they are"
                    .formatted(name));
        }
        long begin = entry.getDataOffset();
        if (begin < 0 || entry.getSize() < 0 || entry.getSize() > size - begin) {
            throw new InvalidTensorFileException("the zip is truncated: the entry %s does not fit into its %d bytes".formatted(
                    name, size));
        }
        return entry;
    }

    /** The library keeps the whole directory before anything can be counted: what it may read bounds what it can keep. */
    private static final class Allowance implements SeekableByteChannel {
        private final SeekableByteChannel channel;
        private long left;

        private Allowance(SeekableByteChannel channel, long most) {
            this.channel = channel;
            this.left = most;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int read = channel.read(into);
            left -= read;
            if (left < 0) {
                throw new InvalidTensorFileException("the directory of the zip is larger than %d bytes".formatted(
                        MOST_DIRECTORY));
            }
            return read;
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public SeekableByteChannel truncate(long length) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
