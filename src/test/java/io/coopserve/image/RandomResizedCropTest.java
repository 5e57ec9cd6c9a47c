package io.coopserve.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class RandomResizedCropTest {
    private static final int SIDE = 1000;
    private static final int DRAWS = 50_000;
    /** Up to here crops of every ratio fit into a square, so that none is drawn again. */
    private static final double ALWAYS_FITS = 0.75;

    private final RandomGenerator random = new SplittableRandom(1);

    @Test
    void cropsLieInPicturesOfAnySize() {
        for (int i = 0; i < DRAWS; i++) {
            int width = 1 + random.nextInt(i % 2 == 0 ? 8 : 5000);
            int height = 1 + random.nextInt(i % 3 == 0 ? 8 : 5000);
            RandomResizedCrop crop = RandomResizedCrop.draw(random, width, height);
            assertTrue(crop.width() > 0 && crop.height() > 0 && crop.x() >= 0 && crop.y() >= 0 && crop.x() + crop
                    .width() <= width && crop.y() + crop.height() <= height, "%s of %d × %d".formatted(crop, width, height));
        }
    }

    @Test
    void shareRatioAndPlaceAreDistributedAsTorchvisionDoes() {
        List<RandomResizedCrop> crops = Stream.generate(() -> RandomResizedCrop.draw(random, SIDE, SIDE)).limit(DRAWS).toList();
        crops.forEach(crop -> {
            assertEquals(0.54, share(crop), 0.461);
            assertEquals(0, logRatio(crop), Math.log(4.0 / 3) + 0.01);
        });
        List<RandomResizedCrop> fitting = crops.stream().filter(crop -> share(crop) <= ALWAYS_FITS).toList();
        // of larger shares s only ratios up to 1/s fit: 0.1190 of the 0.25 of the first tries
        assertEquals(0.67 / (0.67 + 0.1190), (double) fitting.size() / DRAWS, 0.01);
        uniform(fitting, RandomResizedCropTest::share, 0.08, ALWAYS_FITS);
        uniform(fitting, RandomResizedCropTest::logRatio, Math.log(3.0 / 4), Math.log(4.0 / 3));
        uniform(fitting, crop -> (crop.x() + 0.5) / (SIDE - crop.width() + 1), 0, 1);
        uniform(fitting, crop -> (crop.y() + 0.5) / (SIDE - crop.height() + 1), 0, 1);
    }

    @Test
    void whereNothingFitsItIsTheCentre() {
        assertEquals(new RandomResizedCrop(493, 0, 13, 10), RandomResizedCrop.draw(random, 1000, 10));
        assertEquals(new RandomResizedCrop(0, 493, 10, 13), RandomResizedCrop.draw(random, 10, 1000));
        assertEquals(new RandomResizedCrop(0, 0, 1, 1), RandomResizedCrop.draw(random, 1, 1));
    }

    /** By the first two moments. */
    private static void uniform(List<RandomResizedCrop> crops, ToDoubleFunction<RandomResizedCrop> of, double from, double to) {
        double mean = crops.stream().mapToDouble(of).average().orElseThrow();
        double variance = crops.stream().mapToDouble(of).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
        assertEquals((from + to) / 2, mean, 0.01 * (to - from));
        assertEquals((to - from) * (to - from) / 12, variance, 0.002 * (to - from) * (to - from));
    }

    private static double share(RandomResizedCrop crop) {
        return (double) crop.width() * crop.height() / (SIDE * SIDE);
    }

    private static double logRatio(RandomResizedCrop crop) {
        return Math.log((double) crop.width() / crop.height());
    }
}
