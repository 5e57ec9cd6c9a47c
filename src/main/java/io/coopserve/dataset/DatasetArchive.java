package io.coopserve.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A zip, tar or tar.gz on disk, recognised by its first bytes. Entries are read one by one and never unpacked to files;
 * links, devices and paths that climb are refused.
 */
final class DatasetArchive {
    /** Receives the files of an archive in its order. */
    @FunctionalInterface
    interface Visitor {
        void file(String path, byte[] content);
    }

    /** Control characters, also those that turn the direction of reading, and halves of characters. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\p{Cs}]");
    private static final long SURELY_NO_BOMB = 1 << 20;
    private static final long SURELY_CHEAP_PIXELS = 1 << 26;
    private static final long MOST_BETWEEN_FILES = 1 << 18; // headers may follow headers, and the library follows them by recursion

    private final Path file;
    private final UploadLimits limits;
    private final Format format;

    private enum Format {
        ZIP, TAR, TAR_GZ
    }

    DatasetArchive(Path file, UploadLimits limits) {
        this.file = file;
        this.limits = limits;
        this.format = format(file);
    }

    private static Format format(Path file) {
        byte[] start = new byte[263];
        try (InputStream in = Files.newInputStream(file)) {
            in.readNBytes(start, 0, start.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (start[0] == 'P' && start[1] == 'K') {
            return Format.ZIP;
        }
        if ((start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
            return Format.TAR_GZ;
        }
        if (Arrays.equals(Arrays.copyOfRange(start, 257, 262), new byte[]{'u', 's', 't', 'a', 'r'})) {
            return Format.TAR;
        }
        throw new UnknownArchiveException("The upload is neither a zip nor a tar nor a tar.gz.");
    }

    /** Pixels that its images may have together: decoding them has to cost about as much as sending them. */
    long mostPixels() {
        try {
            return Math.max(SURELY_CHEAP_PIXELS, limits.ratio() * Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the archive from its start.
     *
     * @throws InvalidDatasetException naming the entry that is wrong
     */
    void visit(Visitor visitor) {
        Budget budget = new Budget();
        try {
            switch (format) {
                case ZIP -> visitZip(visitor, budget);
                case TAR, TAR_GZ -> {
                    try (InputStream raw = Files.newInputStream(file)) { // the constructors may throw
                        visitTar(format == Format.TAR ? raw : unzipped(raw), visitor, budget);
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidDatasetException("The archive is truncated or corrupt: " + String.valueOf(e
                    .getMessage()).replace(file.toString(), "it"));
        }
    }

    /** Not by the JDK's stream, which reads a file of many parts by recursion. */
    private static InputStream unzipped(InputStream raw) throws IOException {
        return GzipCompressorInputStream.builder().setInputStream(raw).setDecompressConcatenated(true).get();
    }

    private void visitZip(Visitor visitor, Budget budget) throws IOException {
        if (ZipDirectory.hasMoreThan(limits.entries(), file)) {
            throw budget.tooManyEntries();
        }
        // the library would not close a path's channel when it refuses what is in it
        try (SeekableByteChannel channel = Files.newByteChannel(file);
                ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
            for (Iterator<ZipArchiveEntry> it = zip.getEntries().asIterator(); it.hasNext();) {
                ZipArchiveEntry entry = it.next();
                budget.entry();
                checkPath(entry.getName());
                if (entry.isUnixSymlink()) {
                    throw special(entry.getName());
                }
                if (!entry.isDirectory()) {
                    if (!zip.canReadEntryData(entry)) {
                        throw new InvalidDatasetException("The entry \"%s\" is encrypted or compressed in an unknown way."
                                .formatted(entry.getName()));
                    }
                    try (InputStream in = zip.getInputStream(entry)) {
                        byte[] content = budget.read(entry.getName(), in);
                        checkSum(entry, content);
                        visitor.file(entry.getName(), content);
                    }
                }
            }
        }
    }

    /** The library does not compare it. */
    private static void checkSum(ZipArchiveEntry entry, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        if (sum.getValue() != entry.getCrc()) {
            throw new IOException("the checksum of \"%s\" differs".formatted(visible(entry.getName())));
        }
    }

    private static void visitTar(InputStream raw, Visitor visitor, Budget budget) throws IOException {
        Allowance allowance = new Allowance(new BufferedInputStream(raw));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(allowance)) {
            for (TarArchiveEntry entry = next(tar, allowance); entry != null; entry = next(tar, allowance)) {
                budget.entry();
                String path = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                checkPath(path);
                if (entry.getLinkFlag() != TarConstants.LF_NORMAL && entry.getLinkFlag() != TarConstants.LF_OLDNORM || entry
                        .isSparse()) {
                    throw special(path);
                }
                allowance.allow(budget.mostOfEntry() + MOST_BETWEEN_FILES);
                visitor.file(path, budget.read(path, tar, entry.getSize()));
            }
        }
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar, Allowance allowance) throws IOException {
        allowance.allow(MOST_BETWEEN_FILES);
        return tar.getNextEntry();
    }

    private static void checkPath(String path) {
        boolean climbs = Arrays.asList(path.split("/")).contains("..");
        if (climbs || path.startsWith("/") || path.contains("\\") || path.matches("(?s)[A-Za-z]:.*")
                || UNREADABLE.matcher(path).find()) {
            throw new InvalidDatasetException(("The entry \"%s\" is refused: paths are relative, with '/' between folders, and "
                    + "contain neither '..' nor control characters.").formatted(visible(path)));
        }
    }

    private static InvalidDatasetException special(String path) {
        return new InvalidDatasetException(
                "The entry \"%s\" is a link or a device; only files and folders are taken.".formatted(
                        visible(path)));
    }

    private static String visible(String path) {
        String shown = path.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
    }

    /** Whether an entry is what file managers leave in archives unasked. */
    static boolean isLitter(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        return lower.startsWith("__macosx/") || name.startsWith(".") || name.equals("thumbs.db") || name.equals("desktop.ini");
    }

    /** What may still be read of this archive. */
    private final class Budget {
        private int entries;
        private long bytes;

        private void entry() {
            if (++entries > limits.entries()) {
                throw tooManyEntries();
            }
        }

        private ArchiveTooLargeException tooManyEntries() {
            return new ArchiveTooLargeException("The archive has more than %d entries.".formatted(limits.entries()));
        }

        private byte[] read(String path, InputStream in) throws IOException {
            return counted(path, in.readNBytes((int) mostOfEntry() + 1));
        }

        /** @param size that the entry has, where it has to be true: less is copied */
        private byte[] read(String path, InputStream in, long size) throws IOException {
            byte[] content = new byte[(int) Math.min(size, mostOfEntry() + 1)];
            if (in.readNBytes(content, 0, content.length) < content.length) {
                throw new EOFException("the entry \"%s\" is cut off".formatted(visible(path)));
            }
            return counted(path, content);
        }

        private byte[] counted(String path, byte[] content) throws IOException {
            int most = (int) mostOfEntry();
            bytes += content.length;
            if (content.length > most) {
                throw new ArchiveTooLargeException("The entry \"%s\" is larger than %d bytes.".formatted(visible(path), most));
            }
            if (bytes > limits.unpackedBytes().asLongValue()) {
                throw new ArchiveTooLargeException("The archive holds more than %d bytes unpacked.".formatted(limits
                        .unpackedBytes().asLongValue()));
            }
            if (bytes > Math.max(SURELY_NO_BOMB, limits.ratio() * Files.size(file))) {
                throw new ArchiveTooLargeException("The archive unpacks to more than %d times its size.".formatted(limits
                        .ratio()));
            }
            return content;
        }

        private long mostOfEntry() {
            return Math.min(limits.imageBytes().asLongValue(), Integer.MAX_VALUE - 16);
        }
    }
}
