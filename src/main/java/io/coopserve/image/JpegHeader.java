package io.coopserve.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * What a JPEG says of itself before its first scan (ITU-T T.81, annex B), and the same file without what decoders need not
 * see.
 *
 * @param components 1 (grey), 3 (YCbCr or RGB) or 4 (YCCK or CMYK)
 * @param luminance whether the first components are Y, Cb and Cr, by libjpeg's rules
 * @param progressive whether decoding needs all coefficients at once
 * @param huffman whether it is coded as baseline and progressive JPEGs commonly are, and not arithmetically
 * @param exif Exif data as TIFF, or null
 * @param bare the file without application segments but one, which says what the components are: no profile, preview or
 *        comment reaches a decoder
 */
record JpegHeader(int width, int height, int components, boolean luminance, boolean progressive, boolean huffman, byte[] exif,
        byte[] bare) {
    /** Progressive JPEGs have about ten; each can go over all pixels in a few bytes. */
    private static final int MOST_SCANS = 100;
    private static final int SOF = 0xc0;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP = 0xe0;
    private static final int ADOBE = 0xee;
    private static final int COMMENT = 0xfe;

    /** @throws InvalidImageException if there is no frame that can be decoded, or there are too many scans */
    static JpegHeader read(byte[] file) {
        return new Parser(file).parse();
    }

    private static final class Parser {
        private final byte[] file;
        private final ByteArrayOutputStream tables = new ByteArrayOutputStream();
        private int position = 2;
        private boolean jfif;
        private int adobe = -1;
        private byte[] exif;
        private int frame;
        private int frameAt = -1;

        private Parser(byte[] file) {
            this.file = file;
        }

        private JpegHeader parse() {
            for (int marker = marker(); marker != SOS; marker = marker()) {
                segment(marker);
            }
            if (frameAt < 0) {
                throw InvalidImageException.corrupt("the JPEG has no frame header before its first scan");
            }
            int scanAt = position - 2;
            checkScans();
            int components = at(frameAt + 7);
            boolean luminance = components == 3 && isLuminance() || components == 4 && adobe > 0;
            return new JpegHeader(shortAt(frameAt + 5), shortAt(frameAt + 3), components, luminance, (frame & 3) == 2,
                    frame < SOF + 8, exif, bare(scanAt, luminance));
        }

        /** Skips what lies before it, as decoders do. */
        private int marker() {
            while (position + 1 < file.length && !isMarker(position)) {
                position++;
            }
            position += 2;
            return at(position - 1);
        }

        private void segment(int marker) {
            if (marker == EOI) {
                throw InvalidImageException.corrupt("the JPEG ends before its first scan");
            }
            if (isAlone(marker)) {
                return;
            }
            int start = position;
            int length = shortAt(start);
            if (length < 2 || start + length > file.length) {
                throw InvalidImageException.corrupt("a segment of the JPEG is said to have %d bytes".formatted(length));
            }
            position += length;
            boolean table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
            if (marker >= SOF && marker <= SOF + 15 && !table) {
                frame(marker, start);
            }
            if (marker >= APP && marker <= APP + 15) {
                application(marker, start + 2, position);
            } else if (marker != COMMENT) {
                tables.write(file, start - 2, length + 2);
            }
        }

        private void frame(int marker, int start) {
            boolean decodable = (marker & 3) < 3 && marker != SOF + 5 && marker != SOF + 6 && marker < SOF + 11;
            int components = at(start + 7);
            if (!decodable || at(start + 2) != 8 || components != 1 && components != 3 && components != 4) {
                throw InvalidImageException.unknown("The JPEG is of a rare kind (frame %d, %d bits, %d components)".formatted(
                        marker - SOF, at(start + 2), components));
            }
            if (frameAt >= 0) {
                throw InvalidImageException.corrupt("the JPEG has two frame headers");
            }
            frame = marker;
            frameAt = start;
        }

        private void application(int marker, int from, int to) {
            if (marker == APP && starts(from, to, "JFIF\0")) {
                jfif = true;
            } else if (marker == APP + 1 && starts(from, to, "Exif\0") && exif == null) {
                exif = Arrays.copyOfRange(file, Math.min(from + 6, to), to);
            } else if (marker == ADOBE && starts(from, to, "Adobe") && to - from >= 12) {
                adobe = at(from + 11);
            }
        }

        private boolean starts(int from, int to, String name) {
            for (int i = 0; i < name.length(); i++) {
                if (from + i >= to || file[from + i] != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private boolean isLuminance() {
            if (jfif || adobe >= 0) {
                return jfif || adobe != 0;
            }
            return at(frameAt + 8) != 'R' || at(frameAt + 11) != 'G' || at(frameAt + 14) != 'B';
        }

        /** Goes on to the end of the image, as decoders do; there may be anything behind it. */
        private void checkScans() {
            int scans = 1;
            int marker = SOS;
            while (marker != EOI && position + 3 < file.length) {
                if (!isAlone(marker)) {
                    position += shortAt(position);
                }
                while (position + 1 < file.length && !isMarker(position)) {
                    position++;
                }
                position = Math.min(position + 2, file.length);
                marker = at(position - 1);
                scans += marker == SOS ? 1 : 0;
            }
            if (scans > MOST_SCANS) {
                throw InvalidImageException.tooLarge("The JPEG has %d scans; at most %d are allowed.".formatted(scans,
                        MOST_SCANS));
            }
        }

        private boolean isMarker(int index) {
            return file[index] == (byte) 0xff && file[index + 1] != 0 && file[index + 1] != (byte) 0xff;
        }

        private static boolean isAlone(int marker) {
            return marker == 0x01 || marker >= 0xd0 && marker <= EOI;
        }

        private byte[] bare(int scanAt, boolean luminance) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(tables.size() + position - scanAt + 18);
            int transform = luminance ? at(frameAt + 7) == 4 ? 2 : 1 : 0;
            out.writeBytes(
                    new byte[]{(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) ADOBE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100,
                            0, 0, 0, 0, (byte) transform});
            out.writeBytes(tables.toByteArray());
            out.write(file, scanAt, Math.min(position, file.length) - scanAt);
            return out.toByteArray();
        }

        private int at(int index) {
            if (index >= file.length) {
                throw InvalidImageException.corrupt("the JPEG ends before its first scan");
            }
            return file[index] & 0xff;
        }

        private int shortAt(int index) {
            return at(index) << 8 | at(index + 1);
        }
    }
}
