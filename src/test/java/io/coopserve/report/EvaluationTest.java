package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.report.Evaluation.ClassScore;

class EvaluationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ABC = List.of("a", "b", "c");

    /** Rows whose largest logit is that of the answer. */
    private static double[][] answering(int classes, int... answers) {
        double[][] logits = new double[answers.length][classes];
        for (int i = 0; i < answers.length; i++) {
            logits[i][answers[i]] = 1;
        }
        return logits;
    }

    /** By hand. */
    @Test
    void everyClassIsCountedAgainstAllOthers() {
        Evaluation evaluation = Evaluation.of(ABC, answering(3, 0, 0, 0, 1, 1, 1, 0, 2), new int[]{0, 0, 0, 0, 1, 1, 2, 2});
        assertEquals(8, evaluation.images());
        assertEquals(6 / 8.0, evaluation.accuracy());
        assertEquals(Interval.wilson(6, 8), evaluation.accuracyInterval());
        assertArrayEquals(new int[][]{{3, 1, 0}, {0, 2, 0}, {1, 0, 1}}, evaluation.confusion());
        assertEquals(List.of(new Evaluation.Mistake("a", "b", 1), new Evaluation.Mistake("c", "a", 1)), evaluation.mistakes());
        assertEquals(List.of(new ClassScore("a", 4, 3 / 4.0, 3 / 4.0, 6 / 8.0), new ClassScore("b", 2, 1.0, 2 / 3.0, 4 / 5.0),
                new ClassScore("c", 2, 1 / 2.0, 1.0, 2 / 3.0)), evaluation.classes());
        assertEquals((6 / 8.0 + 4 / 5.0 + 2 / 3.0) / 3, evaluation.macroF1(), 1e-15);
    }

    @Test
    void whatIsZeroByZeroIsNull() {
        Evaluation evaluation = Evaluation.of(List.of("a", "b", "c", "d"), answering(4, 0, 0, 2, 0), new int[]{0, 0, 0, 1});
        assertEquals(new ClassScore("b", 1, 0.0, null, 0.0), evaluation.classes().get(1));
        assertEquals(new ClassScore("c", 0, null, 0.0, 0.0), evaluation.classes().get(2));
        assertEquals(new ClassScore("d", 0, null, null, null), evaluation.classes().get(3));
        assertEquals((4 / 6.0 + 0) / 2, evaluation.macroF1(), 1e-15); // of a and b only
    }

    @Test
    void ofEqualsTheFirstCounts() {
        Evaluation evaluation = Evaluation.of(ABC, new double[][]{{1, 1, 1}, {1, 1, 1}, {0, 2, 2}}, new int[]{0, 1, 1});
        assertArrayEquals(new int[][]{{1, 0, 0}, {1, 1, 0}, {0, 0, 0}}, evaluation.confusion());
        assertEquals(2 / 3.0, evaluation.accuracy());
    }

    @Test
    void oneImageOfOneClassIsEnough() {
        Evaluation evaluation = Evaluation.of(List.of("a"), new double[][]{{-3}}, new int[]{0});
        assertEquals(1, evaluation.accuracy());
        assertEquals(1, evaluation.macroF1());
        assertEquals(new Calibration(new Calibration.Fit(0, 0), null, null), evaluation.calibration());
        assertEquals(new NoneOfThese(1, 1, null), evaluation.noneOfThese());
    }

    @Test
    void allWrongHasNoThreshold() {
        Evaluation evaluation = Evaluation.of(ABC, answering(3, 1, 2, 0), new int[]{0, 1, 2});
        assertEquals(0, evaluation.accuracy());
        assertEquals(0, evaluation.macroF1());
        assertNull(evaluation.noneOfThese());
        assertNull(evaluation.calibration().temperature()); // never above the mean of all classes
    }

    /** With scores 1/(1 + e^-x), x rising: 40 right answers, of which two may go, and four wrong ones. */
    @Test
    void thresholdKeepsNineteenOfTwentyRightAnswers() {
        double[][] logits = IntStream.range(0, 44).mapToObj(i -> new double[]{i < 40 ? i + 1 : 2.5 + (i - 40) / 4.0, 0})
                .toArray(
                        double[][]::new);
        int[] labels = IntStream.range(0, 44).map(i -> i < 40 ? 0 : 1).toArray();
        NoneOfThese threshold = Evaluation.of(List.of("a", "b"), logits, labels).noneOfThese();
        assertEquals(1 / (1 + Math.exp(-3)), threshold.minScore());
        assertEquals(38 / 40.0, threshold.rightKept(), 1e-15);
        assertEquals(2 / 4.0, threshold.wrongDropped()); // 2.5 and 2.75 of 2.5 to 3.25
    }

    /** Equal scores are kept together, whatever share that is. */
    @Test
    void thresholdIsNotAboveAnEqual() {
        NoneOfThese threshold = Evaluation.of(ABC, answering(3, new int[60]), IntStream.range(0, 60).map(i -> i % 2).toArray())
                .noneOfThese();
        assertEquals(1, threshold.rightKept());
        assertEquals(0, threshold.wrongDropped());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
    void rowThatIsNotFiniteIsNamed(double logit) {
        double[][] logits = answering(3, 0, 1, 2);
        logits[1][2] = logit;
        assertTrue(refused(ABC, logits, 0, 1, 2).contains("row 1 "));
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertTrue(refused(ABC, answering(3, 0, 1), 0, 3).contains("row 1 "));
        assertTrue(refused(ABC, answering(3, 0, 1), -1, 1).contains("row 0 "));
        assertTrue(refused(ABC, new double[][]{{1, 2, 3}, {1, 2}}, 0, 1).contains("row 1 "));
        assertEquals("2 rows of logits have 1 labels", refused(ABC, answering(3, 0, 1), 0));
        assertEquals("0 rows of logits have 0 labels", refused(ABC, new double[0][]));
        assertEquals("3 classes have 2 logits", refused(ABC, answering(2, 0), 0));
    }

    private static String refused(List<String> classes, double[][] logits, int... labels) {
        return assertThrows(IllegalArgumentException.class, () -> Evaluation.of(classes, logits, labels)).getMessage();
    }

    /** By numpy and scipy; its confusion, F1 and threshold too. */
    @Test
    void drawnLogitsGetWhatAnotherImplementationSays() {
        Evaluation evaluation = Drawn.evaluation(1);
        assertEquals(205 / 300.0, evaluation.accuracy());
        assertArrayEquals(new int[][]{{57, 9, 5, 7, 0}, {3, 39, 2, 4, 6}, {8, 0, 37, 7, 7}, {0, 7, 5, 40, 7}, {7, 1, 3, 7, 32}},
                evaluation.confusion());
        assertEquals(List.of(new Evaluation.Mistake("a", "b", 9), new Evaluation.Mistake("c", "a", 8),
                new Evaluation.Mistake("a", "d",
                        7)),
                evaluation.mistakes().subList(0, 3));
        assertEquals(0.6786935771375998, evaluation.macroF1(), 1e-14);
        assertEquals(0.3979194061557664, evaluation.noneOfThese().minScore(), 1e-14);
        assertEquals(0.9512195121951219, evaluation.noneOfThese().rightKept(), 1e-14);
        assertEquals(0.3684210526315789, evaluation.noneOfThese().wrongDropped(), 1e-14);
    }

    @Test
    void jsonReadsBackAsItWas() throws IOException {
        for (Evaluation evaluation : List.of(Drawn.evaluation(1), Evaluation.of(ABC, answering(3, 1, 2), new int[]{0, 1}))) {
            String json = JSON.writeValueAsString(evaluation);
            assertFalse(json.contains("null") || json.contains("NaN") || json.contains("Infinity"), json);
            assertEquals(json, JSON.writeValueAsString(JSON.readValue(json, Evaluation.class)));
        }
    }

    @Test
    void aThousandClassesWithoutImagesDoNotMatter() {
        List<String> classes = Collections.nCopies(1000, "class");
        Evaluation evaluation = Evaluation.of(classes, answering(1000, 7, 7, 999), new int[]{7, 7, 7});
        assertEquals(4 / 5.0, evaluation.macroF1());
        assertNull(evaluation.confusion()); // a million numbers, all but two of them 0
        assertEquals(List.of(new Evaluation.Mistake("class", "class", 1)), evaluation.mistakes());
    }
}
