package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Tars header by header. */
public final class TarForge {
    private static final int RECORD = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarForge entry(String name, char type, byte[] content) {
        out.writeBytes(header(name, type, "%011o\0".formatted(content.length)));
        out.writeBytes(Arrays.copyOf(content, (content.length + RECORD - 1) / RECORD * RECORD));
        return this;
    }

    /** A header that speaks about the next one, which speaks about the next one. */
    public TarForge nested(char type, int depth, byte[] content) {
        for (int i = 0; i < depth; i++) {
            entry("././@LongLink", type, content);
        }
        return this;
    }

    /** An extended header for the entry that follows. */
    TarForge pax(String key, String value) {
        String body = " " + key + "=" + value + "\n";
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + String.valueOf(bytes).length();
        length = bytes + String.valueOf(length).length();
        return entry("PaxHeaders/x", 'x', (length + body).getBytes(StandardCharsets.UTF_8));
    }

    /** A folder with content. */
    TarForge directory(String name, int size) {
        out.writeBytes(header(name, '5', "%011o\0".formatted(size)));
        out.writeBytes(new byte[size]);
        return this;
    }

    /** Any byte of the header may be wrong, with a checksum that is right. */
    TarForge raw(Dice dice, String name, byte[] content) {
        byte[] header = header(name, '0', "%011o\0".formatted(content.length));
        int field = dice.of(100, 108, 116, 124, 136, 156, 257, 329, 337, 345, 386, 482);
        byte[] lie = dice.chance(50) ? dice.bytes(8) : new byte[]{(byte) (int) dice.of(0x80, 0xff), -1, -1, -1, -1, -1, -1, -1};
        System.arraycopy(lie, 0, header, field, lie.length);
        checksum(header);
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + RECORD - 1) / RECORD * RECORD));
        return this;
    }

    private static byte[] header(String name, char type, String size) {
        byte[] header = new byte[RECORD];
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, 0, Math.min(bytes.length, 100));
        put(header, 100, "0000644\0");
        put(header, 124, size);
        put(header, 136, "00000000000\0");
        header[156] = (byte) type;
        put(header, 157, "/etc/passwd");
        put(header, 257, type == 'S' ? "ustar  \0" : "ustar\00000");
        checksum(header);
        return header;
    }

    private static void checksum(byte[] header) {
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    public byte[] bytes() {
        byte[] end = new byte[2 * RECORD];
        byte[] entries = out.toByteArray();
        byte[] all = Arrays.copyOf(entries, entries.length + end.length);
        return all;
    }
}
