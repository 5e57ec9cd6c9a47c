package io.coopserve.tensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A safetensors file: u64 little-endian header length, JSON header, raw little-endian data. Everything in the header is
 * checked before a tensor is handed out; the format cannot hold code.
 */
public final class Safetensors implements TensorFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 8 << 20;

    /** Bytes of the data section: a slice of an array, or a region mapped from a file. */
    @FunctionalInterface
    private interface Region {
        ByteBuffer at(long offset, long length);
    }

    private final SafetensorsHeader header;
    private final Region data;

    private Safetensors(byte[] header, long dataLength, Region data) {
        this.header = SafetensorsHeader.read(header, dataLength);
        this.data = data;
    }

    /** Maps a file: one read-only region per tensor, so that only what is used is read and nothing is copied to the heap. */
    public static Safetensors map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            readFully(channel, prefix, 0);
            long headerLength = headerLength(prefix, size);
            ByteBuffer header = ByteBuffer.allocate((int) headerLength);
            readFully(channel, header, Long.BYTES);
            long start = Long.BYTES + headerLength;
            return new Safetensors(header.array(), size - start, (offset, length) -> MappedRegion.of(file, start + offset,
                    length));
        } catch (InvalidTensorFileException e) {
            throw new InvalidTensorFileException(file.getFileName() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a whole file held in memory. */
    public static Safetensors read(ByteBuffer file) {
        ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = (int) headerLength(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), bytes.remaining());
        byte[] header = new byte[headerLength];
        bytes.get(Long.BYTES, header);
        int start = Long.BYTES + headerLength;
        return new Safetensors(header, bytes.remaining() - start,
                (offset, length) -> bytes.slice(Math.toIntExact(start + offset), Math.toIntExact(length)));
    }

    public static Safetensors read(byte[] file) {
        return read(ByteBuffer.wrap(file));
    }

    /** The file format of these tensors, header padded with blanks to 8 bytes. Tensors keep their order. */
    public static byte[] write(List<Tensor> tensors, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode meta = root.putObject(SafetensorsHeader.METADATA);
        new TreeMap<>(metadata).forEach(meta::put); // a Map.of has another order in every process
        long offset = 0;
        for (Tensor tensor : tensors) {
            ObjectNode node = root.putObject(tensor.name());
            node.put("dtype", tensor.type().name());
            Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.data().remaining());
            offset += tensor.data().remaining();
        }
        byte[] header = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(header);
        for (int i = header.length; i < padded; i++) {
            out.put((byte) ' ');
        }
        tensors.forEach(tensor -> out.put(tensor.data()));
        return out.array();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors.keySet());
    }

    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata);
    }

    @Override
    public Header header(String name) {
        return entry(name).header();
    }

    @Override
    public Tensor tensor(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        return new Tensor(name, entry.header().type(), entry.header().shape(), data.at(entry.begin(), entry.end() - entry
                .begin()));
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors.get(name);
        if (entry == null) {
            throw new InvalidTensorFileException("tensor %s is missing".formatted(name));
        }
        return entry;
    }

    private static long headerLength(ByteBuffer prefix, long fileSize) {
        if (fileSize < Long.BYTES) {
            throw new InvalidTensorFileException("not a safetensors file: only %d bytes".formatted(fileSize));
        }
        long length = prefix.getLong(0);
        if (length < 2 || length > fileSize - Long.BYTES) {
            throw new InvalidTensorFileException("not a safetensors file, or truncated: header of %s bytes in a file of %d"
                    .formatted(Long.toUnsignedString(length), fileSize));
        }
        if (length > MAX_HEADER) {
            throw new InvalidTensorFileException("the header has %d bytes; at most %d are read".formatted(length, MAX_HEADER));
        }
        return length;
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            int read = channel.read(into, position + into.position());
            if (read < 0) {
                break;
            }
        }
        into.flip();
        if (into.limit() < into.capacity()) {
            throw new InvalidTensorFileException("not a safetensors file, or truncated: only %d bytes".formatted(into.limit()));
        }
    }

    /** Names in file order, for messages. */
    @Override
    public String toString() {
        return header.tensors.keySet().toString();
    }
}
