package io.coopserve.hostile;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

/** Image files that lie about themselves; PNGs have a forge of their own. */
public final class HostileImages {
    private static final BufferedImage SMALL = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    private static final byte[] JPEG = encoded("jpeg");
    private static final byte[] GIF = encoded("gif");
    private static final byte[] BMP = encoded("bmp");
    /** 23 × 17 pixels with alpha: chunks VP8X, ALPH and VP8. */
    public static final byte[] WEBP = file("lossy_alpha.webp");
    private static final byte[] CMYK = file("ycck_progressive.jpg");

    private HostileImages() {
    }

    static byte[] draw(Dice dice) {
        return switch (dice.below(16)) {
            case 0, 1, 2, 3 -> HostilePng.draw(dice);
            case 4 -> dice.garbled(dice.of(JPEG, GIF, BMP, WEBP, CMYK, HostilePng.small()));
            case 5 -> jpegOfSize(dice.of(0, 1, 8, 65_535), dice.of(0, 1, 8, 65_535));
            case 6 -> manyScans(dice.between(100, 3_000));
            case 7 -> gif(dice);
            case 8, 9 -> bmp(dice);
            case 10 ->
                bmpAround(dice.of(JPEG, jpegOfSize(65_535, 65_535), HostilePng.small(), HostilePng.flat(6_000, 6_000)),
                        dice.chance(30));
            case 14, 15 -> webp(dice);
            case 11 -> encoded(dice.of("tiff", "wbmp"));
            case 12 ->
                concatenated(dice.of(GIF, JPEG, HostilePng.small()), dice.of("PK\3\4", "<script>", "%PDF-1.4", "#!/bin/sh"));
            default -> dice.of(new byte[0], new byte[1], "not an image".getBytes(StandardCharsets.UTF_8), dice.bytes(500),
                    "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>".getBytes(
                            StandardCharsets.UTF_8));
        };
    }

    /** One of the files that are compared with Pillow. */
    private static byte[] file(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/images", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] encoded(String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BufferedImage image = format.equals("wbmp") ? new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY) : SMALL;
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("nobody writes " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] concatenated(byte[] image, String rest) {
        byte[] tail = rest.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(image.length + tail.length).put(image).put(tail).array();
    }

    /** A JPEG whose frame header says another size. */
    private static byte[] jpegOfSize(int width, int height) {
        byte[] jpeg = JPEG.clone();
        int frame = find(jpeg, 0xc0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return jpeg;
    }

    private static int find(byte[] jpeg, int marker) {
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == marker) {
                return i;
            }
        }
        throw new IllegalStateException("no marker " + marker);
    }

    /** A grey progressive JPEG that goes over all its 16 million pixels again and again, in a few bytes each time. */
    public static byte[] manyScans(int scans) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        put(jpeg, 0xff, 0xd8, 0xff, 0xdb, 0, 67, 0);
        for (int i = 0; i < 64; i++) {
            put(jpeg, 1);
        }
        put(jpeg, 0xff, 0xc2, 0, 11, 8, 0x10, 0, 0x10, 0, 1, 1, 0x11, 0); // 4096 × 4096, one component
        table(jpeg, 0x00, 0); // DC: the one code means "no difference"
        table(jpeg, 0x10, 0xe0); // AC: the one code, and fourteen bits, end 16,384 blocks
        put(jpeg, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0);
        jpeg.writeBytes(new byte[512 * 512 / 8]);
        for (int i = 0; i < scans; i++) {
            put(jpeg, 0xff, 0xda, 0, 8, 1, 1, 0, 1 + i % 63, 1 + i % 63, 0);
            jpeg.writeBytes(new byte[30]); // 16 runs
        }
        put(jpeg, 0xff, 0xd9);
        return jpeg.toByteArray();
    }

    /** A Huffman table with one code of one bit. */
    private static void table(ByteArrayOutputStream jpeg, int kind, int symbol) {
        put(jpeg, 0xff, 0xc4, 0, 20, kind, 1);
        jpeg.writeBytes(new byte[15]);
        put(jpeg, symbol);
    }

    private static void put(ByteArrayOutputStream out, int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
    }

    private static byte[] gif(Dice dice) {
        byte[] gif = GIF.clone();
        ByteBuffer header = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
        if (dice.chance(50)) {
            header.putShort(6, (short) (int) dice.of(0, 1, 65_535)).putShort(8, (short) (int) dice.of(0, 1, 65_535));
        } else {
            int frame = 13 + 3 * (2 << (gif[10] & 7));
            while (gif[frame] != ',' && frame < gif.length - 10) {
                frame++;
            }
            header.putShort(frame + 5, (short) (int) dice.of(0, 1, 5_000, 65_535)).putShort(frame + 7,
                    (short) (int) dice.of(0, 1, 5_000,
                            65_535));
        }
        return gif;
    }

    public static byte[] gifOfScreen(int width, int height) {
        byte[] gif = Arrays.copyOf(GIF, 13 + 3 * (2 << (GIF[10] & 7)));
        ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) width).putShort(8, (short) height);
        return gif;
    }

    /** A canvas, a frame, or a chunk of another size; or frames inside frames. */
    private static byte[] webp(Dice dice) {
        byte[] webp = dice.of(WEBP, file("lossless.webp"), file("animated_part.webp")).clone();
        ByteBuffer header = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        int field = 4 * dice.between(1, 24);
        int value = dice.of(0, 1, -1, 16_383, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24);
        if (field + 4 <= webp.length) {
            header.putInt(field, value);
        }
        return dice.chance(20) ? webpOfCanvas(dice.of(1, 5_000, 16_384), dice.of(1, 5_000, 1 << 24)) : webp;
    }

    public static byte[] webpOfCanvas(int width, int height) {
        byte[] webp = WEBP.clone();
        ByteBuffer header = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(24, width - 1 & 0xffffff | header.getInt(24) & 0xff000000);
        header.putInt(26, height - 1 << 8 | header.getInt(26) & 0xff);
        return webp;
    }

    /** One field of the header says something else. */
    private static byte[] bmp(Dice dice) {
        byte[] bmp = BMP.clone();
        ByteBuffer header = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        int value = dice.of(0, 1, -1, 8, -8, 5_000, -5_000, 70_000, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7ffffff0);
        int field = dice.of(2, 10, 14, 18, 22, 26, 28, 30, 34, 46, 50);
        if (field == 26 || field == 28) {
            header.putShort(field, dice.of((short) 1, (short) 4, (short) 8, (short) 16, (short) 32, (short) -1));
        } else {
            header.putInt(field, value);
        }
        return bmp;
    }

    /** A small BMP by its header, whose pixels are another image file. */
    public static byte[] bmpAround(byte[] inner) {
        return bmpAround(inner, false);
    }

    private static byte[] bmpAround(byte[] inner, boolean profile) {
        int header = profile ? 124 : 40;
        ByteBuffer bmp = ByteBuffer.allocate(14 + header + inner.length).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(14 + header);
        bmp.putInt(header).putInt(8).putInt(8).putShort((short) 1).putShort((short) 0);
        bmp.putInt(inner[0] == (byte) 0xff ? 4 : 5).putInt(inner.length);
        if (profile) {
            bmp.putInt(14 + 56, 0x4d424544).putInt(14 + 112, 0).putInt(14 + 116, Integer.MAX_VALUE - 8);
        }
        return bmp.position(14 + header).put(inner).array();
    }
}
