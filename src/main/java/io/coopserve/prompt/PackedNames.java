package io.coopserve.prompt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Class names as one array of bytes: Java's strings of them would take several times as much, for every tenant. */
final class PackedNames extends AbstractList<String> implements RandomAccess {
    private static final int STRIDE = 16;

    private final ByteBuffer text; // each name in UTF-8 behind the number of its bytes
    private final int[] starts; // of every 16th: from there it is a few steps to any
    private final int size;

    PackedNames(List<String> names) {
        List<byte[]> encoded = names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
        this.text = ByteBuffer.allocate(encoded.stream().mapToInt(name -> Short.BYTES + name.length).sum());
        this.starts = new int[(names.size() + STRIDE - 1) / STRIDE];
        this.size = names.size();
        for (int k = 0; k < size; k++) {
            if (k % STRIDE == 0) {
                starts[k / STRIDE] = text.position();
            }
            text.putShort((short) encoded.get(k).length).put(encoded.get(k));
        }
    }

    @Override
    public String get(int k) {
        int start = starts[k / STRIDE];
        for (int i = k / STRIDE * STRIDE; i < k; i++) {
            start += Short.BYTES + length(start);
        }
        return new String(text.array(), start + Short.BYTES, length(start), StandardCharsets.UTF_8);
    }

    private int length(int start) {
        return Short.toUnsignedInt(text.getShort(start));
    }

    @Override
    public int size() {
        return size;
    }
}
