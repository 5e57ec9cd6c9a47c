package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    /**
     * The first is Bentur et al.'s table in Fagerland, Lydersen and Laake, Statistics in Medicine 33, 2014: −0.517 to −0.026, p =
     * 0.070. All by scipy: the most likely shares given a difference by minimize_scalar, ends by brentq, p by binomtest.
     */
    @ParameterizedTest
    @CsvSource({"21,1,7,-0.51723228,-0.02600303,0.0703125", "161,6,16,-0.12402343,-0.00543339,0.052478790283203125",
            "160,40,20,0.03086453,0.21806424,0.01348929373119186", "20,0,0,-0.16112516,0.16112516,1",
            "50,5,0,0.02151764,0.21360231,0.0625", "10,10,0,0.44493440,1,0.001953125",
            "1000,30,12,0.00555398,0.03177623,0.007915897334896727", "1,0,1,-1,0.58690137,1"})
    void intervalIsTangosAndTheTestMcNemars(int images, int gained, int lost, double low, double high, double pValue) {
        Comparison comparison = Comparison.of(images, gained, lost);
        assertEquals((double) (gained - lost) / images, comparison.gain());
        assertEquals(low, comparison.gainInterval().low(), 1e-8);
        assertEquals(high, comparison.gainInterval().high(), 1e-8);
        assertEquals(pValue, comparison.pValue(), 1e-14);
    }

    /** By scipy's binomtest; the last is 2^-1999. */
    @ParameterizedTest
    @CsvSource({"5,5,1", "20000,21000,8.058578026793151e-07", "0,2000,0"})
    void pValueOfManyIsNeitherLostNorAboveOne(int gained, int lost, double pValue) {
        assertEquals(pValue, Comparison.of(50_000, gained, lost).pValue(), 1e-9 * pValue + 1e-300);
    }

    @Test
    void intervalLeavesZeroOutWhereMcNemarsStatisticDoes() {
        for (int gained = 0; gained <= 30; gained++) {
            for (int lost = 0; lost <= 30; lost++) {
                double z = (gained - lost) / Math.sqrt(gained + lost);
                Interval interval = Comparison.of(60, gained, lost).gainInterval();
                assertEquals(Math.abs(z) > Interval.DEVIATIONS, interval.low() > 0 || interval.high() < 0, gained + "," + lost);
                assertTrue(-1 <= interval.low() && interval.low() <= interval.high() && interval.high() <= 1);
            }
        }
    }

    @Test
    void onlyImagesThatOneOfThemGetsRightCount() {
        double[][] ours = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 1}};
        double[][] theirs = {{1, 0}, {0, 1}, {0, 2}, {1, 0}, {0, 1}};
        assertEquals(Comparison.of(5, 3, 1), Comparison.of(ours, theirs, new int[]{0, 0, 0, 0, 0}));
        assertEquals(Comparison.of(5, 1, 3), Comparison.of(theirs, ours, new int[]{0, 0, 0, 0, 0}));
        assertEquals(Comparison.of(5, 0, 0), Comparison.of(ours, ours, new int[]{0, 1, 0, 1, 0}));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(5, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> Comparison.of(5, -1, 3));
        assertThrows(IllegalArgumentException.class,
                () -> Comparison.of(new double[][]{{1, 0}}, new double[][]{{Double.NaN, 0}},
                        new int[]{0}));
        assertThrows(IllegalArgumentException.class,
                () -> Comparison.of(new double[][]{{1, 0}}, new double[2][2], new int[]{0}));
    }
}
