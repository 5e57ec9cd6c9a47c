package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** The ends are the roots p of (right/n − p)² = z² p (1 − p)/n; these by numpy.roots. */
    @ParameterizedTest
    @CsvSource({"0,10,0,0.2775327998628892", "10,10,0.7224672001371111,1", "7,10,0.3967781474611452,0.892208732593699",
            "1,1,0.20654931437723742,1", "81,263,0.25528851987827417,0.3662095769828001"})
    void wilsonsEndsAreTheSharesThatATestJustKeeps(int right, int images, double low, double high) {
        Interval interval = Interval.wilson(right, images);
        assertEquals(low, interval.low(), 1e-14);
        assertEquals(high, interval.high(), 1e-14);
    }
}
