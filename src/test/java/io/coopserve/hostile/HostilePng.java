package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** PNGs chunk by chunk. */
public final class HostilePng {
    private static final byte[] SIGNATURE = ByteBuffer.allocate(8).putLong(0x89504e470d0a1a0aL).array();
    private static final Map<Long, byte[]> FLAT = new ConcurrentHashMap<>();

    private HostilePng() {
    }

    static byte[] small() {
        return flat(8, 8);
    }

    static byte[] draw(Dice dice) {
        return switch (dice.below(14)) {
            case 0 ->
                png(header(dice.of(0, 1, 100_000, Integer.MAX_VALUE, -1), dice.of(0, 1, 100_000, Integer.MAX_VALUE, -1), 8, 2),
                        chunk("IDAT", zeros(100)));
            case 1 -> png(header(8, 8, 8, 2), chunk("IDAT", zeros(dice.between(1, 50) << 20)));
            case 2 -> flat(5_700, 5_700);
            case 3 -> flat(1, dice.of(100_000, 1_000_000, 10_000_000, 33_554_432));
            case 4 -> flat(dice.of(100_000, 1_000_000, 10_000_000, 33_554_432), 1);
            case 5 -> png(header(8, 8, dice.of(0, 1, 2, 3, 4, 8, 16, 32), dice.of(0, 1, 2, 3, 4, 5, 6, 7)),
                    chunk("IDAT", zeros(400)));
            case 6 -> indexed(dice.of(1, 2, 255), dice.bytes(72));
            case 7 -> png(header(8, 8, 8, 2), lying("IDAT", dice.of(-1, Integer.MAX_VALUE, 0, 1 << 30), zeros(200)));
            case 8 -> png(header(8, 8, 8, 2),
                    lying(dice.of("tEXt", "iCCP", "zTXt", "iTXt", "PLTE", "tRNS", "acTL", "IHDR", "abcd"), dice
                            .of(-1, Integer.MAX_VALUE, 1 << 28), new byte[20]),
                    chunk("IDAT", zeros(200)), chunk("IEND", new byte[0]));
            case 9 ->
                png(header(8, 8, 8, 2), chunk(dice.of("zTXt", "iCCP", "iTXt"), text(zeros(50 << 20))), chunk("IDAT", zeros(
                        200)), chunk("IEND", new byte[0]));
            case 10 ->
                png(header(8, 8, 8, 2), chunk("acTL", new byte[]{0x7f, -1, -1, -1, 0, 0, 0, 0}), chunk("IDAT", zeros(200)),
                        chunk("fdAT", dice.bytes(100)), chunk("IEND", new byte[0]));
            case 11 -> repeated(dice.between(1_000, 50_000));
            case 12 -> dice.garbled(small());
            default -> dice.truncated(flat(64, 64));
        };
    }

    /** One colour, as few bytes as deflate makes of it; remembered, since large ones take their time. */
    public static byte[] flat(int width, int height) {
        return FLAT.computeIfAbsent((long) width << 32 | height, size -> png(header(width, height, 8, 0), chunk("IDAT", zeros(
                (long) (width + 1) * height)), chunk("IEND", new byte[0])));
    }

    private static byte[] indexed(int colours, byte[] samples) {
        return png(header(8, 8, 8, 3), chunk("PLTE", new byte[3 * colours]), chunk("IDAT", deflated(samples)), chunk("IEND",
                new byte[0]));
    }

    /** As many empty chunks as that. */
    private static byte[] repeated(int chunks) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(png(header(8, 8, 8, 2)));
        byte[] empty = chunk("IDAT", new byte[0]);
        for (int i = 0; i < chunks; i++) {
            png.writeBytes(empty);
        }
        png.writeBytes(chunk("IDAT", zeros(200)));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        for (byte[] chunk : chunks) {
            png.writeBytes(chunk);
        }
        return png.toByteArray();
    }

    private static byte[] header(int width, int height, int depth, int colourType) {
        return chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) depth).put((byte) colourType).put(
                new byte[3]).array());
    }

    private static byte[] chunk(String type, byte[] content) {
        return lying(type, content.length, content);
    }

    private static byte[] lying(String type, int length, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(StandardCharsets.US_ASCII));
        sum.update(content);
        return ByteBuffer.allocate(12 + content.length).putInt(length).put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .putInt((int) sum.getValue()).array();
    }

    /** Keyword, separator and method before compressed data. */
    private static byte[] text(byte[] compressed) {
        return ByteBuffer.allocate(3 + compressed.length).put((byte) 'k').putShort((short) 0).put(compressed).array();
    }

    private static byte[] zeros(long count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                deflater.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
