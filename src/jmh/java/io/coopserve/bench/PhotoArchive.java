package io.coopserve.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar of class folders with JPEGs. A few hundred photos are drawn, and each image is one of them with a comment of its own:
 * to decode it costs what a photo costs, and no two are equal.
 */
record PhotoArchive(Path file, int images) {
    static final String TYPE = "application/x-tar";
    private static final int DRAWN = 200;
    private static final int COMMENT = 0xfe;
    private static final int START_OF_IMAGE = 2;

    /** Receives the images one by one. */
    @FunctionalInterface
    interface Visitor {
        void image(String path, byte[] jpeg) throws Exception;
    }

    /** Writes at least so many bytes of images. */
    static PhotoArchive ofBytes(Path file, int classes, long bytes) throws IOException {
        return write(file, classes, Integer.MAX_VALUE, bytes);
    }

    static PhotoArchive ofImages(Path file, int classes, int images) throws IOException {
        return write(file, classes, images, Long.MAX_VALUE);
    }

    private static PhotoArchive write(Path file, int classes, int most, long bytes) throws IOException {
        byte[][] photos = new byte[Math.min(DRAWN, most)][];
        for (int i = 0; i < photos.length; i++) {
            photos[i] = Photo.fine(i);
        }
        int images = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (long written = 0; written < bytes && images < most; images++) {
                byte[] image = commented(photos[images % photos.length], images);
                TarArchiveEntry entry = new TarArchiveEntry("class_%d/%d.jpg".formatted(images % classes, images));
                entry.setSize(image.length);
                tar.putArchiveEntry(entry);
                tar.write(image);
                tar.closeArchiveEntry();
                written += image.length;
            }
        }
        return new PhotoArchive(file, images);
    }

    private static byte[] commented(byte[] jpeg, int number) {
        byte[] text = "number %08d".formatted(number).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream(jpeg.length + 4 + text.length);
        out.write(jpeg, 0, START_OF_IMAGE);
        out.write(0xff);
        out.write(COMMENT);
        out.write(0);
        out.write(2 + text.length);
        out.writeBytes(text);
        out.write(jpeg, START_OF_IMAGE, jpeg.length - START_OF_IMAGE);
        return out.toByteArray();
    }

    void visit(Visitor visitor) throws Exception {
        try (InputStream in = Files.newInputStream(file); TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                visitor.image(entry.getName(), tar.readNBytes((int) entry.getSize()));
            }
        }
    }

    double bytes() throws IOException {
        return Files.size(file);
    }
}
