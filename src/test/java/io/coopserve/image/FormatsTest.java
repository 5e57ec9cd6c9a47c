package io.coopserve.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.coopserve.tensors.Safetensors;

/** Files of every kind against Pillow; src/test/resources/images/make.py makes both. */
class FormatsTest {
    private static final Path FOLDER = Path.of("src/test/resources/images");
    private static final Safetensors PILLOW = Safetensors.map(FOLDER.resolve("expected.safetensors"));
    /** libjpeg 6b, which some builds of the JDK have, smooths colours between columns but not between rows. */
    private static final Set<String> DECODED_OTHERWISE = Set.of("subsampled440.jpg");

    static Set<String> files() {
        return new TreeSet<>(PILLOW.names());
    }

    @Test
    void everyFileIsCompared() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(files.map(file -> file.getFileName().toString()).filter(name -> !name.matches(
                    ".*\\.(py|safetensors)")).collect(Collectors.toSet()), files().stream().map(key -> key.replace("@exif", ""))
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void withTheLibrariesThatPillowUsesItIsExact(String key) {
        SystemCodecs codecs = SystemCodecs.installed();
        assumeTrue(!key.contains(".jpg") || codecs.jpeg() != null, "libjpeg-turbo is not installed");
        assumeTrue(!key.contains(".webp") || codecs.webp() != null, "libwebp is not installed");
        assertArrayEquals(expected(key), actual(key, true));
    }

    @ParameterizedTest
    @MethodSource("files")
    void inJavaItIsExactButForLossyDecoders(String key) {
        byte[] expected = expected(key);
        byte[] actual = actual(key, false);
        int worst = 0;
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            int difference = Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
            worst = Math.max(worst, difference);
            sum += difference;
        }
        boolean smoothedOtherwise = key.startsWith("lossy") || DECODED_OTHERWISE.contains(key);
        int allowed = smoothedOtherwise ? 64 : key.contains(".jpg") ? 2 : 0;
        assertTrue(worst <= allowed, "differs by up to %d levels".formatted(worst));
        assertTrue(sum / expected.length <= 10, "differs by %.1f levels on average".formatted(sum / expected.length));
    }

    @Test
    void arithmeticCodingIsForLibjpegTurbo() throws IOException {
        byte[] jpeg = Files.readAllBytes(FOLDER.resolve("baseline2.jpg"));
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
                jpeg[i + 1] = (byte) 0xc9;
            }
        }
        InvalidImageException refused = assertThrows(InvalidImageException.class, () -> decoder(false, false).check(jpeg));
        assertEquals(InvalidImageException.Reason.UNKNOWN_FORMAT, refused.reason());
        assertTrue(refused.getMessage().contains("arithmetic"), refused.getMessage());
    }

    private static ImageDecoder decoder(boolean exif, boolean systemLibraries) {
        return new ImageDecoder(new Decoding(1 << 20, exif, false, systemLibraries), 1);
    }

    private static byte[] actual(String key, boolean systemLibraries) {
        String[] parts = key.split("@");
        int side = (int) PILLOW.tensor(key).shape()[0];
        try {
            return decoder(parts.length > 1, systemLibraries).decode(Files.readAllBytes(FOLDER.resolve(parts[0])),
                    picture -> ImagePreprocessor.cropped(picture, side, side).rgb());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] expected(String key) {
        byte[] bytes = new byte[PILLOW.tensor(key).data().remaining()];
        PILLOW.tensor(key).data().get(bytes);
        return bytes;
    }
}
