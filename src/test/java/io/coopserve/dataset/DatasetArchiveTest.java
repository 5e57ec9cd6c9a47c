package io.coopserve.dataset;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Archives that are small and unpack to much. */
class DatasetArchiveTest {
    private static final int MB = 1 << 20;

    @TempDir
    Path folder;

    private static UploadLimits defaults() {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withMapping(UploadLimits.class).withConverter(MemorySize.class, 100,
                new io.quarkus.runtime.configuration.MemorySizeConverter()).build();
        return config.getConfigMapping(UploadLimits.class);
    }

    /** @return bytes that came out */
    private static long visit(Path archive) {
        long[] total = {0};
        new DatasetArchive(archive, defaults()).visit((path, content) -> total[0] += content.length);
        return total[0];
    }

    private Path zip(int files, byte[] content) throws IOException {
        Path archive = folder.resolve("archive.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < files; i++) {
                zip.putNextEntry(new ZipEntry("striped/" + i + ".bmp"));
                zip.write(content);
            }
        }
        return archive;
    }

    /** Written header by header, since no library would write such names. */
    private Path tarGz(int files, int bytes, byte type) throws IOException {
        Path archive = folder.resolve("archive.tar.gz");
        try (OutputStream tar = new GZIPOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < files; i++) {
                TarArchiveEntry entry = new TarArchiveEntry("striped/" + i, type, true);
                entry.setSize(bytes);
                byte[] header = new byte[512];
                entry.writeEntryHeader(header);
                tar.write(header);
                tar.write(new byte[bytes]);
            }
            tar.write(new byte[1024]);
        }
        return archive;
    }

    @Test
    void bombsAreRefusedBeforeTheyAreUnpacked() throws IOException {
        Path zip = zip(50, new byte[10 * MB]);
        assertThat(Files.size(zip), lessThan(MB * 1L));
        assertThat(assertThrows(ArchiveTooLargeException.class, () -> visit(zip)).getMessage(), containsString(
                "more than 100 times its size"));
        Path tarGz = tarGz(50, 10 * MB, TarConstants.LF_NORMAL);
        assertThat(assertThrows(ArchiveTooLargeException.class, () -> visit(tarGz)).getMessage(), containsString(
                "more than 100 times its size"));
    }

    @Test
    void smallFlatImagesAreNoBomb() throws IOException {
        assertEquals(MB, visit(zip(1, new byte[MB])));
    }

    /** Four million entries in 200 MB, which the library would need gigabytes to list. */
    @Test
    void endlessDirectoriesAreNotRead() throws IOException {
        byte[] entry = new byte[46];
        System.arraycopy(new byte[]{'P', 'K', 1, 2}, 0, entry, 0, 4);
        Path archive = folder.resolve("archive.zip");
        try (OutputStream zip = new BufferedOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < 4_000_000; i++) {
                zip.write(entry);
            }
            ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
            zip.write(end.put(new byte[]{'P', 'K', 5, 6}).putInt(12, 46 * 4_000_000).array());
        }
        assertThat(assertThrows(ArchiveTooLargeException.class, () -> visit(archive)).getMessage(), containsString(
                "more than 50000 entries"));
    }

    @Test
    void endlessNamesAreNotRead() throws IOException {
        for (byte type : new byte[]{TarConstants.LF_GNUTYPE_LONGNAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC}) {
            Path archive = tarGz(1, 64 * MB, type);
            assertThat(assertThrows(InvalidDatasetException.class, () -> visit(archive)).getMessage(), containsString(
                    "corrupt"));
        }
    }
}
