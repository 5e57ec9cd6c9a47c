package io.coopserve.tensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A safetensors file: u64 little-endian header length, JSON header, raw little-endian data. Everything in the header is
 * checked before a tensor is handed out; the format cannot hold code.
 */
public final class Safetensors implements TensorFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 100 << 20;
    private static final String METADATA = "__metadata__";

    /** Bytes of the data section: a slice of an array, or a region mapped from a file. */
    @FunctionalInterface
    private interface Region {
        ByteBuffer at(long offset, long length);
    }

    private record Entry(DType type, long[] shape, long begin, long end) {}

    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;
    private final Region data;

    private Safetensors(String header, long dataLength, Region data) {
        this.data = data;
        JsonNode root = parse(header);
        this.entries = new LinkedHashMap<>();
        this.metadata = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            if (field.getKey().equals(METADATA)) {
                field.getValue().properties().forEach(pair -> metadata.put(pair.getKey(), pair.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(field.getKey(), field.getValue(), dataLength));
            }
        });
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
            return new Safetensors(StandardCharsets.UTF_8.decode(header).toString(), size - start,
                    (offset, length) -> mapped(file, start + offset, length));
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
        String header = StandardCharsets.UTF_8.decode(bytes.slice(Long.BYTES, headerLength)).toString();
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
        ObjectNode meta = root.putObject(METADATA);
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
        return Collections.unmodifiableSet(entries.keySet());
    }

    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    @Override
    public Header header(String name) {
        Entry entry = entry(name);
        return new Header(entry.type, entry.shape.clone());
    }

    @Override
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        return new Tensor(name, entry.type, entry.shape, data.at(entry.begin, entry.end - entry.begin));
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidTensorFileException("tensor %s is missing".formatted(name));
        }
        return entry;
    }

    private static Entry entry(String name, JsonNode node, long dataLength) {
        DType type;
        try {
            type = DType.valueOf(node.path("dtype").asText());
        } catch (IllegalArgumentException e) {
            throw new InvalidTensorFileException("tensor %s has the unknown type %s".formatted(name, node.path("dtype")));
        }
        JsonNode offsets = node.path("data_offsets");
        long[] shape = new long[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").path(i).asLong(-1);
        }
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        if (begin < 0 || end < begin || Arrays.stream(shape).anyMatch(side -> side < 0)) {
            throw new InvalidTensorFileException("tensor %s has a malformed header entry: %s".formatted(name, node));
        }
        if (end > dataLength) {
            throw new InvalidTensorFileException("the file is truncated: tensor %s ends at byte %d of %d"
                    .formatted(name, end, dataLength));
        }
        long needed;
        try {
            needed = Math.multiplyExact(Tensor.elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            needed = -1;
        }
        if (needed != end - begin) {
            throw new InvalidTensorFileException("tensor %s: %s %s does not fill its %d bytes".formatted(name, type,
                    Arrays.toString(shape), end - begin));
        }
        return new Entry(type, shape, begin, end);
    }

    private static JsonNode parse(String header) {
        try {
            JsonNode root = JSON.readTree(header);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // said below: what Jackson found wrong inside helps nobody who has the wrong file
        }
        throw new InvalidTensorFileException("the header is not a JSON object");
    }

    private static long headerLength(ByteBuffer prefix, long fileSize) {
        if (fileSize < Long.BYTES) {
            throw new InvalidTensorFileException("not a safetensors file: only %d bytes".formatted(fileSize));
        }
        long length = prefix.getLong(0);
        if (length < 2 || length > MAX_HEADER || length > fileSize - Long.BYTES) {
            throw new InvalidTensorFileException("not a safetensors file, or truncated: header of %d bytes in a file of %d"
                    .formatted(length, fileSize));
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

    private static ByteBuffer mapped(Path file, long offset, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // slice(): libtorch takes the address of the buffer and ignores its position
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length).slice();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names in file order, for messages. */
    @Override
    public String toString() {
        return new ArrayList<>(entries.keySet()).toString();
    }
}
