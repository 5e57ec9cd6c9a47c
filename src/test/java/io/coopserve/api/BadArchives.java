package io.coopserve.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import io.coopserve.hostile.HostileArchives;
import io.coopserve.hostile.HostilePng;
import io.coopserve.hostile.TarForge;
import io.coopserve.hostile.ZipForge;

/** Uploads that are no data set, some of them made to do harm. */
final class BadArchives {
    private static final SampleData FEW = SampleData.fewTextures();
    private static final byte[] PNG = FEW.image();

    private BadArchives() {
    }

    static Stream<BadInput> all() {
        return Stream.concat(hostile(), useless());
    }

    private static Stream<BadInput> hostile() {
        return Stream.of(
                upload("a zip that climbs", 422, "..", FEW.with("train/../../../x.png", PNG).zip()),
                upload("a tar that climbs", 422, "..", FEW.with("train/../../../x.png", PNG).tarGz()),
                upload("a zip with an absolute path", 422, "relative", FEW.with("/train/x/x.png", PNG).zip()),
                upload("a tar with an absolute path", 422, "relative", tar("/train/x/x.png", TarConstants.LF_NORMAL)),
                upload("a path of another system", 422, "relative", FEW.with("train\\x\\x.png", PNG).tarGz()),
                upload("a path with a drive", 422, "relative", FEW.with("C:/x/x.png", PNG).zip()),
                upload("a symbolic link in a zip", 422, "link", zipLink()),
                upload("a symbolic link in a tar", 422, "link", tar("train/striped/x.png", TarConstants.LF_SYMLINK)),
                upload("a hard link in a tar", 422, "link", tar("train/striped/x.png", TarConstants.LF_LINK)),
                upload("a character device", 422, "device", tar("train/striped/x.png", TarConstants.LF_CHR)),
                upload("a block device", 422, "device", tar("train/striped/x.png", TarConstants.LF_BLK)),
                upload("a small zip of many pixels", 413, "pixels", ZipForge.overlapping(40, HostilePng.flat(2_000, 2_000))),
                upload("a tar whose headers speak of headers", 422, "too large", new TarForge().nested('L', 20_000, new byte[0])
                        .bytes()),
                upload("a gzip of many parts", 422, "no images", HostileArchives.repeated(HostileArchives.gzip(new byte[0]),
                        20_000)),
                upload("a gzip that is none", 422, "corrupt", new byte[]{0x1f, (byte) 0x8b, 9, 9}),
                upload("a name that is read backwards", 422, "control", FEW.with("train/\u202egnp/x.png", PNG).zip()),
                upload("a pipe", 422, "device", tar("train/striped/x.png", TarConstants.LF_FIFO)));
    }

    private static Stream<BadInput> useless() {
        byte[] zip = FEW.zip();
        byte[] tarGz = FEW.tarGz();
        byte[] garbled = zip.clone();
        Arrays.fill(garbled, 60, 4000, (byte) 7);
        return Stream.of(
                upload("an image for an archive", 415, "zip", PNG),
                upload("an empty upload", 400, "empty", new byte[0]),
                upload("a truncated zip", 422, "corrupt", Arrays.copyOf(zip, zip.length / 2)),
                upload("a garbled zip", 422, "corrupt", garbled),
                upload("a truncated tar.gz", 422, "truncated", Arrays.copyOf(tarGz, tarGz.length / 2)),
                upload("an empty zip", 422, "no images", FEW.where(path -> false).zip()),
                upload("an empty tar.gz", 422, "no images", FEW.where(path -> false).tarGz()),
                upload("one class", 422, "at least 2", FEW.where(path -> path.contains("striped")).zip()),
                upload("one image in an undivided class", 422, "at least 2", FEW.undivided().with("single/x.png", PNG).zip()),
                upload("a class without test images", 422, "no test images", FEW.with("train/new/x.png", PNG).zip()),
                upload("a class without training images", 422, "no training images", FEW.with("test/new/x.png", PNG).zip()),
                upload("two folders of one name", 422, "same name", twice("red_x", "red x").zip()),
                upload("two folders that differ in how an accent is written", 422, "same name", twice("caf\u00e9", "cafe\u0301")
                        .zip()),
                upload("two folders that differ in case", 422, "same name", twice("Red", "red").zip()),
                upload("a class name of 201 letters", 422, "201 characters", twice("z".repeat(201), "y").zip()),
                upload("a text among images", 422, "notes.txt", FEW.with("train/striped/notes.txt", BadImages.TEXT).zip()),
                upload("an image in no class", 422, "class folder", FEW.with("x.png", PNG).zip()),
                upload("an image too deep", 422, "class folder", FEW.with("train/a/b/x.png", PNG).zip()),
                upload("two layouts", 422, "one layout", FEW.with("striped/x.png", PNG).zip()),
                new BadInput("a bad name of a data set", 400, "a-z", acme -> acme.upload("Textures", zip)),
                new BadInput("a bad seed", 400, "seed=x", acme -> acme.upload("new?seed=x", zip)));
    }

    private static BadInput upload(String what, int status, String word, byte[] archive) {
        return new BadInput(what, status, word, acme -> acme.upload("new", archive));
    }

    private static SampleData twice(String one, String other) {
        SampleData data = FEW;
        for (String folder : new String[]{one, other}) {
            data = data.with("train/" + folder + "/a.png", PNG).with("test/" + folder + "/b.png", FEW.images().get(1));
        }
        return data;
    }

    private static byte[] zipLink() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            ZipArchiveEntry entry = new ZipArchiveEntry("train/striped/x.png");
            entry.setUnixMode(UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM);
            zip.putArchiveEntry(entry);
            zip.write("/etc/hostname".getBytes(StandardCharsets.UTF_8));
            zip.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One entry without content. */
    private static byte[] tar(String path, byte type) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(path, type, true);
            entry.setLinkName("/etc/hostname");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
