package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseToNewTest {
    /** The first three rows are CoOp, CoCoOp and CLIP on average over 11 data sets: CoCoOp, table 1 (a). */
    @ParameterizedTest
    @CsvSource({"0.8269,0.6322,0.7166", "0.8047,0.7169,0.7583", "0.6934,0.7422,0.7170", "1,0,0", "0,0,0", "1,1,1"})
    void harmonicMean(double base, double novel, double mean) {
        assertEquals(mean, BaseToNew.of(base, novel).harmonicMean(), 5e-5);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,2", "4,2", "101,51"})
    void baseIsTheLargerHalf(int classes, int base) {
        assertEquals(base, BaseToNew.baseClasses(classes));
    }

    /** By hand. The second and the last image are right only because classes of the other half do not count. */
    @Test
    void imagesAreAnsweredAmongTheirOwnHalf() {
        double[][] logits = {{3, 1, 0}, {1, 2, 9}, {1, 2, 0}, {9, 9, 1}};
        assertEquals(BaseToNew.of(2 / 3.0, 1), BaseToNew.of(logits, new int[]{0, 1, 0, 2}));
    }

    @Test
    void halfWithoutImagesIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> BaseToNew.of(new double[][]{{1, 2}}, new int[]{0}));
        assertThrows(IllegalArgumentException.class, () -> BaseToNew.of(new double[][]{{1}}, new int[]{0}));
        assertThrows(IllegalArgumentException.class, () -> BaseToNew.of(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> BaseToNew.of(81, 62));
    }
}
