package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Zips field by field, so that each can lie. */
public final class ZipForge {
    private static final int REGULAR = 0100644;
    private static final int LINK = 0120777;
    private static final int UTF8 = 1 << 11;

    private final ByteArrayOutputStream files = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    /** What both headers of an entry say. */
    private record Entry(byte[] name, int method, byte[] packed, byte[] content, byte[] extra, int mode) {}

    public ZipForge stored(String name, byte[] content) {
        return add(new Entry(utf8(name), 0, content, content, new byte[0], REGULAR));
    }

    public ZipForge deflated(String name, byte[] content) {
        return add(new Entry(utf8(name), 8, deflate(content), content, new byte[0], REGULAR));
    }

    ZipForge link(String name, String target) {
        return add(new Entry(utf8(name), 0, utf8(target), utf8(target), new byte[0], LINK));
    }

    /** An entry whose Unicode path, an extra field, is another than its name. */
    ZipForge renamed(String name, String real, byte[] content) {
        byte[] path = utf8(real.length() > 60_000 ? "x" : real);
        CRC32 sum = new CRC32();
        sum.update(utf8(name));
        byte[] extra = little(9 + path.length).putShort((short) 0x7075).putShort((short) (5 + path.length)).put((byte) 1)
                .putInt(
                        (int) sum.getValue())
                .put(path).array();
        return add(new Entry(utf8(name), 0, content, content, extra, REGULAR));
    }

    private ZipForge add(Entry entry) {
        int offset = files.size();
        files.writeBytes(header(entry, false, 0));
        files.writeBytes(entry.packed);
        directory.writeBytes(header(entry, true, offset));
        entries++;
        return this;
    }

    private static byte[] header(Entry entry, boolean central, int offset) {
        CRC32 sum = new CRC32();
        sum.update(entry.content);
        ByteBuffer header = little((central ? 46 : 30) + entry.name.length + entry.extra.length);
        header.putInt(central ? 0x02014b50 : 0x04034b50);
        if (central) {
            header.putShort((short) (3 << 8 | 20));
        }
        header.putShort((short) 20).putShort((short) UTF8).putShort((short) entry.method).putInt(0).putInt((int) sum.getValue())
                .putInt(entry.packed.length).putInt(entry.content.length).putShort((short) entry.name.length).putShort(
                        (short) entry.extra.length);
        if (central) {
            header.putShort((short) 0).putInt(0).putInt(entry.mode << 16).putInt(offset);
        }
        return header.put(entry.name).put(entry.extra).array();
    }

    /** Many names for the same bytes. */
    public static byte[] overlapping(int names, byte[] content) {
        ZipForge zip = new ZipForge();
        Entry first = new Entry(utf8("train/00/00000"), 8, deflate(content), content, new byte[0], REGULAR);
        zip.add(first);
        for (int i = 1; i < names; i++) {
            zip.directory.writeBytes(header(new Entry(utf8("train/%02d/%05d".formatted(i % 20, i)), 8, first.packed, content,
                    new byte[0], REGULAR), true, 0));
            zip.entries++;
        }
        return zip.bytes();
    }

    /** A valid zip some of whose directory's fields are random, or say most or nothing. */
    static byte[] lying(Dice dice, byte[] valid) {
        byte[] zip = valid.clone();
        ByteBuffer fields = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int start = fields.getInt(zip.length - 6);
        for (int lies = dice.between(1, 3); lies > 0; lies--) {
            int entry = start;
            for (int skip = dice.below(5); skip > 0; skip--) {
                entry += 46 + fields.getShort(entry + 28) + fields.getShort(entry + 30);
            }
            int at = dice.chance(20)
                    ? zip.length - 22 + dice.of(4, 8, 10, 12, 16, 20)
                    : entry + dice.of(4, 6, 8, 10, 16, 20, 24, 28,
                            30, 32, 34, 38, 42);
            fields.putShort(at, (short) (int) dice.of(0, -1, 1, 0x7fff, 0x8000, dice.below(1 << 16)));
            if (dice.chance(30) && at + 4 <= zip.length) {
                fields.putInt(at, (int) dice.number());
            }
            if (at < entry + 34) {
                break; // the way to the next entry may be wrong by now
            }
        }
        return zip;
    }

    public byte[] bytes() {
        byte[] end = little(22).putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries)
                .putInt(directory
                        .size())
                .putInt(files.size()).putShort((short) 0).array();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        zip.writeBytes(files.toByteArray());
        zip.writeBytes(directory.toByteArray());
        zip.writeBytes(end);
        return zip.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
