package io.coopserve.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** One reading by a decoder of Java's ImageIO. */
final class JdkReader {
    static {
        ImageIO.setUseCache(false); // else every request writes a temporary file
    }

    private JdkReader() {
    }

    @FunctionalInterface
    interface Reading<T> {
        T by(ImageReader reader) throws IOException;
    }

    /** @param format ImageIO's name */
    static BufferedImage image(byte[] file, String format) throws IOException {
        return read(file, ImageIO.getImageReadersByFormatName(format).next(), reader -> reader.read(0));
    }

    /** @throws IIOException also where the decoder would only warn and fill what is missing with grey */
    static <T> T read(byte[] file, ImageReader reader, Reading<T> reading) throws IOException {
        Complaints complaints = new Complaints();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.addIIOReadWarningListener(complaints);
            reader.setInput(in, true, true);
            T read = reading.by(reader);
            if (complaints.first != null) {
                throw new IIOException(complaints.first);
            }
            return read;
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's JPEG reader fills what is missing with grey and only warns. */
    private static final class Complaints implements IIOReadWarningListener {
        private String first;

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            String text = warning.toLowerCase(Locale.ROOT);
            boolean lost = text.contains("premature") || text.contains("corrupt") || text.contains("truncated");
            if (first == null && lost && !text.contains("extraneous")) { // stray bytes between segments lose nothing
                first = warning;
            }
        }
    }
}
