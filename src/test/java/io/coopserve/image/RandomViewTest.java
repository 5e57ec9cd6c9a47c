package io.coopserve.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomViewTest {
    private static final int SIDE = 32;
    private static final int DRAWS = 1000;

    @Test
    void aViewShowsItsCropAndEveryOtherIsMirrored() {
        int width = 256;
        int height = 200;
        Picture picture = new Picture(Picture.Mode.RGB, width, height, (y, row) -> {
            for (int x = 0; x < width; x++) {
                row[3 * x] = (byte) x;
                row[3 * x + 1] = (byte) y;
            }
        }, null);
        int mirrored = 0;
        for (long seed = 0; seed < DRAWS; seed++) {
            RandomResizedCrop crop = RandomResizedCrop.draw(new SplittableRandom(seed), width, height);
            byte[] view = ImagePreprocessor.randomView(picture, SIDE, new SplittableRandom(seed)).rgb();
            assertEquals(crop.x() + (crop.width() - 1) / 2.0, mean(view, 0), 1, "column");
            assertEquals(crop.y() + (crop.height() - 1) / 2.0, mean(view, 1), 1, "row");
            mirrored += (view[0] & 0xff) > (view[3 * (SIDE - 1)] & 0xff) ? 1 : 0;
        }
        assertEquals(0.5, (double) mirrored / DRAWS, 0.05);
    }

    private static double mean(byte[] rgb, int channel) {
        double sum = 0;
        for (int i = channel; i < rgb.length; i += 3) {
            sum += rgb[i] & 0xff;
        }
        return sum * 3 / rgb.length;
    }

    /** Every mode that a file can have. */
    @ParameterizedTest
    @MethodSource("io.coopserve.image.FormatsTest#files")
    void aViewDependsOnFileAndSeedAlone(String key) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("src/test/resources/images", key.replace("@exif", "")));
        ImagePreprocessor preprocessor = new ImagePreprocessor(Preprocessing.official(SIDE), Decoding.official(1 << 20));
        List<float[]> together = preprocessor.randomViews(file, LongStream.range(0, 5).boxed().toList());
        for (long seed = 0; seed < 5; seed++) {
            float[] alone = preprocessor.randomViews(file, List.of(seed)).get(0);
            assertEquals(preprocessor.values(), alone.length);
            assertArrayEquals(alone, together.get((int) seed));
        }
    }
}
