package io.coopserve.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie or break off: one exception that says so, whichever decoder meets them, and soon. */
class BrokenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/images");
    private static final int SIDE = 16;
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void garbledFilesAreDecodedOrRefused(boolean systemLibraries) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> !file.toString().matches(".*\\.(py|safetensors)")).sorted().toList();
        }
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] file = garbled(Files.readAllBytes(files.get(i % files.size())), random);
            refused += isRefused(file, systemLibraries) ? 1 : 0;
        }
        assertTrue(refused > 500 && refused < 3_900, "%d of 4000 were refused".formatted(refused));
    }

    /** Some bytes changed; then perhaps cut short. */
    private static byte[] garbled(byte[] file, Random random) {
        for (int changes = random.nextInt(6); changes >= 0; changes--) {
            file[random.nextInt(random.nextBoolean() ? Math.min(64, file.length) : file.length)] = (byte) random.nextInt();
        }
        return random.nextInt(5) > 0 ? file : Arrays.copyOf(file, random.nextInt(file.length));
    }

    private static boolean isRefused(byte[] file, boolean systemLibraries) {
        return assertTimeoutPreemptively(SOON, () -> {
            try {
                decoder(systemLibraries, true).decode(file, picture -> ImagePreprocessor.cropped(picture, SIDE, SIDE).rgb());
                return false;
            } catch (InvalidImageException e) {
                return true;
            }
        });
    }

    /** Cut in the middle, it is refused by the same reason whatever the decoder. */
    @ParameterizedTest
    @ValueSource(strings = {"baseline2.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg", "colour2_8.png",
            "colour3_8.png", "lossy.webp", "lossless.webp", "lossy_alpha.webp", "animated_part.webp", "colours256.gif",
            "rgb24.bmp"})
    void cutInTheMiddle(String name) throws IOException {
        byte[] file = Files.readAllBytes(FOLDER.resolve(name));
        byte[] half = Arrays.copyOf(file, file.length - Math.max(20, file.length / 4));
        for (boolean systemLibraries : new boolean[]{true, false}) {
            InvalidImageException refused = assertThrows(InvalidImageException.class,
                    () -> decoder(systemLibraries, false).check(
                            half));
            assertEquals(InvalidImageException.Reason.CORRUPT, refused.reason(), refused.getMessage());
        }
    }

    /** Little endian unless PNG or JPEG; sizes beyond the limit are refused by the header alone. */
    @ParameterizedTest
    @CsvSource({"colour2_8.png, 16, 4, 0, CORRUPT", "colour2_8.png, 16, 4, 2147483647, TOO_LARGE",
            "colour2_8.png, 16, 4, -1, CORRUPT", "rgb24.bmp, 18, 4, 0, CORRUPT", "rgb24.bmp, 18, 4, -5, CORRUPT",
            "rgb24.bmp, 22, 4, -2147483648, CORRUPT", "rgb24.bmp, 22, 4, 2147483647, TOO_LARGE",
            "rgb24.bmp, 30, 4, 4, UNKNOWN_FORMAT", "colours16.gif, 6, 2, 65535, TOO_LARGE",
            "lossy.webp, 26, 2, 16383, TOO_LARGE",
            "lossy.webp, 26, 2, 0, CORRUPT", "lossy.webp, 4, 4, 2147483647, CORRUPT", "lossy.webp, 16, 4, -1, CORRUPT",
            "animated_part.webp, 24, 2, 3, CORRUPT", "animated_part.webp, 24, 4, -1, TOO_LARGE"})
    void headersThatLie(String name, int at, int bytes, int value, InvalidImageException.Reason reason) throws IOException {
        byte[] file = Files.readAllBytes(FOLDER.resolve(name));
        ByteBuffer header = ByteBuffer.wrap(file).order(name.endsWith("png") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (bytes == 2) {
            header.putShort(at, (short) value);
        } else {
            header.putInt(at, value);
        }
        for (boolean systemLibraries : new boolean[]{true, false}) {
            InvalidImageException refused = assertThrows(InvalidImageException.class,
                    () -> new ImageDecoder(new Decoding(100_000,
                            false, false, systemLibraries), SIDE).check(file));
            assertEquals(reason, refused.reason(), refused.getMessage());
        }
    }

    @Test
    void framesInsideFramesAreNotFollowed() throws IOException {
        byte[] start = Arrays.copyOf(Files.readAllBytes(FOLDER.resolve("animated_part.webp")), 30);
        int frames = 100_000;
        ByteBuffer webp = ByteBuffer.allocate(30 + 24 * frames).order(ByteOrder.LITTLE_ENDIAN).put(start);
        for (int i = 1; i <= frames; i++) {
            webp.put("ANMF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(24 * (frames - i) + 16);
            webp.position(webp.position() + 16);
        }
        webp.putInt(4, webp.capacity() - 8);
        assertThrows(InvalidImageException.class, () -> decoder(true, false).check(webp.array()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "4d4d002a", "49492a00ffffffff", "4d4d002a7ffffff0", "49492a0008000000ffff"})
    void exifThatIsNone(String hex) {
        assertEquals(Orientation.UPRIGHT, Orientation.of(java.util.HexFormat.of().parseHex(hex)));
    }

    private static ImageDecoder decoder(boolean systemLibraries, boolean exif) {
        return new ImageDecoder(new Decoding(1 << 20, exif, false, systemLibraries), SIDE);
    }
}
