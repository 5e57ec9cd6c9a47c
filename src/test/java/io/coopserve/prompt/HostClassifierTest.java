package io.coopserve.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostClassifierTest {
    private static final float SCALE = 100;

    private static float[][] directions(int count, int length, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][length];
        for (float[] row : rows) {
            for (int i = 0; i < length; i++) {
                row[i] = (float) random.nextGaussian();
            }
            double norm = Math.sqrt(Scores.dot(row, row));
            for (int i = 0; i < length; i++) {
                row[i] /= (float) norm;
            }
        }
        return rows;
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(k -> k % 7 == 3 ? "" : "größe " + "ж".repeat(k % 5) + k).toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "2, 7", "16, 128", "17, 129", "1000, 512"})
    void logitsAreScaledCosinesInSinglePrecision(int classes, int length) {
        float[][] weights = directions(classes, length, 1);
        float[][] images = directions(3, length, 2);
        ClassWeights prompt = new ClassWeights("f00d", names(classes), SCALE, weights, Optional.empty());

        double[][] logits = prompt.packed().logits(images);

        for (int i = 0; i < images.length; i++) {
            assertEquals(classes, logits[i].length);
            for (int k = 0; k < classes; k++) {
                assertEquals(SCALE * Scores.dot(images[i], weights[k]), logits[i][k], 3e-5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "15", "16", "17", "1000"})
    void namesAreKept(int classes) {
        List<String> names = names(classes);
        assertEquals(names, new PackedNames(names));
        assertEquals(names, List.copyOf(new ClassWeights("f00d", names, SCALE, directions(classes, 4, 1), Optional.empty())
                .packed().classes()));
    }

    @Test
    void rankingIsCutByNumberAndByScore() {
        List<String> classes = List.of("a", "b", "c", "d");
        double[] logits = {1, 3, 3, -2};
        assertEquals(List.of("b", "c", "a", "d"), Scores.ranked(classes, logits, 9, 0).stream().map(Label::label).toList());
        assertEquals(List.of("b", "c"), Scores.ranked(classes, logits, 2, 0).stream().map(Label::label).toList());
        assertEquals(List.of("b", "c"), Scores.ranked(classes, logits, 9, 0.1).stream().map(Label::label).toList());
        assertEquals(1, Scores.ranked(classes, logits, 9, 0).stream().mapToDouble(Label::score).sum(), 1e-12);
    }
}
