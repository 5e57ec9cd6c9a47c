package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Uploads that unpack to more, or to something else, than they seem to hold. */
public final class HostileArchives {
    /** Where an entry may want to go. */
    private static final List<String> PATHS = List.of("../../x.png", "train/../../../x.png", "/etc/cron.d/x.png", "C:/x/x.png",
            "\\\\host\\share\\x.png", "train\\a\\x.png", "train/a/..\\..\\x.png", "train/CON/NUL.png", "train/a/COM1",
            "dev/null",
            "/dev/sda", "train/a\u0000/x.png", "train/a\u202egnp.exe", "train/\u202eb/x.png", "train/a\u200b/x.png",
            "train/e\u0301/x.png", "train/\u00e9/x.png", "train/\ud83d\ude00/x.png", "train/a/./x.png", "train//x.png",
            "train/a/",
            "train/ /x.png", "train/./x.png", "train/a\nb/x.png", "./train/a/x.png", "train/a/x.png/y.png", ".", "..", "", "/",
            "train/" + "n".repeat(60_000) + "/x.png", "a/".repeat(10_000) + "x.png", "train/\ufeffa/x.png", "train/Ａ/x.png");

    private HostileArchives() {
    }

    static byte[] draw(Dice dice, byte[] valid) {
        return switch (dice.below(5)) {
            case 0, 1 -> zip(dice, valid);
            case 2, 3 -> tar(dice, valid);
            default -> other(dice, valid);
        };
    }

    static String path(Dice dice) {
        return dice.from(PATHS);
    }

    private static byte[] zip(Dice dice, byte[] valid) {
        return switch (dice.below(12)) {
            case 0 -> new ZipForge().deflated("train/a/x.png", new byte[dice.between(1, 40) << 20]).bytes();
            case 1 -> new ZipForge().deflated("train/a/x.png", valid).bytes();
            case 2 -> ZipForge.overlapping(dice.between(2, 5_000), HostilePng.small());
            case 3 -> ZipForge.overlapping(dice.between(100, 5_000), HostilePng.flat(1_000, 1_000));
            case 4 -> ZipForge.overlapping(dice.between(10, 1_000), HostilePng.flat(5_700, 5_700));
            case 5 -> ZipForge.lying(dice, valid);
            case 6 -> many(dice.between(1_000, 10_000));
            case 7 -> new ZipForge().stored(path(dice), HostilePng.small()).stored(path(dice), HostilePng.small()).bytes();
            case 8 -> twice();
            case 9 -> new ZipForge().link("train/a/x.png", "/etc/passwd").bytes();
            case 10 -> new ZipForge().renamed("train/a/x.png", path(dice), HostilePng.small()).bytes();
            default -> new ZipForge().deflated("train/a/x.png", HostileImages.draw(dice)).bytes();
        };
    }

    private static byte[] many(int entries) {
        ZipForge zip = new ZipForge();
        for (int i = 0; i < entries; i++) {
            zip.stored("train/" + i % 50 + "/" + i, HostilePng.small());
        }
        return zip.bytes();
    }

    private static byte[] twice() {
        ZipForge zip = new ZipForge();
        for (String path : List.of("train/a/x.png", "train/b/x.png", "test/a/x.png", "test/b/x.png")) {
            zip.stored(path, HostilePng.small()).stored(path, HostilePng.flat(9, 9));
        }
        return zip.bytes();
    }

    private static byte[] tar(Dice dice, byte[] valid) {
        byte[] png = HostilePng.small();
        TarForge tar = new TarForge();
        byte[] bytes = (switch (dice.below(12)) {
            case 0 -> tar.entry(path(dice), '0', png);
            case 1 -> tar.entry("train/a/x.png", dice.of('1', '2', '3', '4', '6', '7', 'S', 'D', 'M', 'V', 'Z', '\0'), png);
            case 2 -> tar.nested(dice.of('L', 'K', 'x', 'g', 'X'), dice.between(10, 20_000), new byte[0]);
            case 3 -> tar.entry("././@LongLink", dice.of('L', 'K'), new byte[dice.between(1, 100) << 20]);
            case 4 -> tar.pax("size", dice.of("-1", "99999999999999", "0", "x", "1e9")).entry("train/a/x.png", '0', png);
            case 5 -> tar.pax(dice.of("GNU.sparse.map", "GNU.sparse.size", "GNU.sparse.realsize", "GNU.sparse.offset",
                    "GNU.sparse.numblocks"), dice.of("0,9999999999", "-1", "99999999999", "1,2,3", "x")).entry("train/a/x.png",
                            '0', png);
            case 6 -> tar.pax(dice.of("path", "linkpath", "uid", "mtime", "SCHILY.devmajor", "hdrcharset"), dice.of("../../x",
                    "/etc/x", "-1", "99999999999999999999999", "\u202e", "1e400", "x".repeat(100_000))).entry("train/a/x.png",
                            '0',
                            png);
            case 7 -> tar.raw(dice, "train/a/x.png", png);
            case 8 ->
                tar.entry("train/a/x.png", dice.of('x', 'g'), dice.of("99999999999 a=b\n", "5 a=b", "-3 a=b\n", "0 =\n", "x",
                        "30 GNU.sparse.major=1\n30 GNU.").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case 9 -> tar.entry("train/a/x.png", '0', valid);
            case 10 -> tar.directory("train/a/", dice.between(1, 100) << 20);
            default -> tar.entry("train/a/x.png", '0', HostileImages.draw(dice));
        }).bytes();
        return dice.chance(60) || bytes.length > 1 << 20 ? gzip(bytes) : bytes;
    }

    private static byte[] other(Dice dice, byte[] valid) {
        byte[] gzip = gzip(new TarForge().entry("train/a/x.png", '0', HostilePng.small()).bytes());
        return switch (dice.below(10)) {
            case 0 -> dice.garbled(valid);
            case 1 -> dice.truncated(valid);
            case 2 -> concatenated(valid, dice.bytes(1_000));
            case 3 -> concatenated("PK".getBytes(java.nio.charset.StandardCharsets.US_ASCII), dice.bytes(1_000));
            case 4 -> new byte[]{0x1f, (byte) 0x8b, (byte) dice.below(256), (byte) dice.below(256)};
            case 5 -> dice.garbled(gzip);
            case 6 -> dice.truncated(gzip);
            case 7 -> gzip(new byte[dice.between(1, 200) << 20]);
            case 8 -> gzip(dice.of(valid, gzip, HostilePng.small()));
            default -> repeated(gzip(new byte[0]), dice.between(100, 20_000));
        };
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    public static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
