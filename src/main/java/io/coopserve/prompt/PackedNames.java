package io.coopserve.prompt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Class names as one array of bytes: Java's strings of them would take several times as much, for every tenant. To find one,
 * those before it are stepped over, a nanosecond each: an answer has few.
 */
final class PackedNames extends AbstractList<String> implements RandomAccess {
    private static final int LOW = 0x7f; // of a length seven bits a byte, the lowest first; the last byte is not negative
    private static final int BITS = 7;

    private final byte[] text; // each name in UTF-8 behind its length
    private final int size;

    PackedNames(List<String> names) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
            int length = encoded.length;
            for (; length > LOW; length >>>= BITS) {
                packed.write(length & LOW | ~LOW);
            }
            packed.write(length);
            packed.writeBytes(encoded);
        }
        this.text = packed.toByteArray();
        this.size = names.size();
    }

    @Override
    public String get(int k) {
        int at = 0;
        for (int i = 0;; i++) {
            int length = 0;
            int shift = 0;
            for (; text[at] < 0; at++, shift += BITS) {
                length |= (text[at] & LOW) << shift;
            }
            length |= text[at++] << shift;
            if (i == k) {
                return new String(text, at, length, StandardCharsets.UTF_8);
            }
            at += length;
        }
    }

    @Override
    public int size() {
        return size;
    }
}
