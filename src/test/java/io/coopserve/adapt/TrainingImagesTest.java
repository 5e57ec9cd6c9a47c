package io.coopserve.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.coopserve.learn.CentreCrops;
import io.coopserve.learn.LabelledFeatures;

class TrainingImagesTest {
    private static final List<String> HASHES = List.of("0".repeat(64), "f".repeat(64), "0123456789abcdef".repeat(4));
    private static final int[] LABELS = {0, 1, 1};
    private static final int EACH = 4;

    @Test
    void centreCropsAreAlwaysTheSame() {
        float[][] features = features(3);
        LabelledFeatures batch = new CentreCrops(new LabelledFeatures(features, LABELS)).batch(new int[]{2, 0}, null);
        assertSame(features[2], batch.features()[0]);
        assertSame(features[0], batch.features()[1]);
        assertEquals("[1, 0]", Arrays.toString(batch.labels()));
    }

    @Test
    void everyUseOfAnImageTakesOneOfItsOwnViews() {
        List<float[]> features = List.of(features(3 * EACH));
        int[] labels = IntStream.range(0, 3 * EACH).map(row -> LABELS[row / EACH]).toArray();
        DrawnViews views = new DrawnViews(new LabelledFeatures(features.toArray(float[][]::new), labels), EACH);
        assertEquals(3, views.size());
        Set<Integer> seen = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            LabelledFeatures batch = views.batch(new int[]{1}, random);
            assertEquals(1, batch.labels()[0]);
            seen.add(features.indexOf(batch.features()[0]));
        }
        assertEquals(Set.of(4, 5, 6, 7), seen);
    }

    @Test
    void freshViewsAreEncodedAtEveryUseAndCounted() {
        List<View> encoded = new ArrayList<>();
        FreshViews views = new FreshViews(new FewShots(HASHES, LABELS), batch -> {
            encoded.addAll(batch);
            return features(batch.size());
        });
        Random random = new Random(1);
        assertEquals("[1, 0]", Arrays.toString(views.batch(new int[]{2, 0}, random).labels()));
        views.batch(new int[]{2, 0}, random);
        assertEquals(List.of(HASHES.get(2), HASHES.get(0), HASHES.get(2), HASHES.get(0)), encoded.stream().map(View::image)
                .toList());
        assertEquals(4, new HashSet<>(encoded).size());
        assertTrue(views.note().contains("4 images"), views.note());
    }

    @Test
    void viewsDifferByImageSeedAndNumberAlone() {
        assertEquals(View.drawn(HASHES.get(0), 7, 3), View.drawn(HASHES.get(0), 7, 3));
        Set<Long> seeds = new HashSet<>();
        HASHES.forEach(image -> IntStream.range(0, 64).forEach(number -> IntStream.range(0, 10).forEach(seed -> seeds.add(View
                .drawn(image, seed, number).seed()))));
        assertEquals(3 * 64 * 10, seeds.size());
        assertNotEquals(View.centre(HASHES.get(0)), View.drawn(HASHES.get(0), 0, 0));
    }

    private static float[][] features(int count) {
        return IntStream.range(0, count).mapToObj(i -> new float[1]).toArray(float[][]::new);
    }
}
