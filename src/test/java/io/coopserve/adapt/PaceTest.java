package io.coopserve.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On simulated clocks. */
class PaceTest {
    private static final double NEAR = 0.2;

    /** Asks after every step in a range. @param seconds of each step, numbered from 0 on */
    private static void assertNear(int steps, IntToDoubleFunction seconds, int from, int to) {
        double[] ends = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            ends[i + 1] = ends[i] + seconds.applyAsDouble(i);
        }
        Pace pace = new Pace(0);
        for (int step = 1; step < steps; step++) {
            pace.step((long) (ends[step] * 1e9));
            if (step >= from && step < to) {
                double truth = ends[steps] - ends[step];
                assertEquals(truth, pace.secondsPerStep() * (steps - step), NEAR * truth, "after step " + step);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"50,0.5", "200,3", "1600,0.01", "10000,0.2"})
    void remainderIsKnownAfterTheFirstTenthHoweverSlowTheStart(int steps, double steady) {
        int slow = steps / 25;
        assertNear(steps, step -> step < slow ? 10 * steady : steady, steps / 10, steps);
    }

    @ParameterizedTest
    @CsvSource({"200,3", "1600,0.01", "10000,0.2"})
    void remainderIsKnownThoughStepsDiffer(int steps, double steady) {
        Random random = new Random(1);
        assertNear(steps, step -> steady * (0.7 + 0.6 * random.nextDouble()), steps / 10, steps - 10);
    }

    /** A neighbour takes two turns of three from the middle on: ten seconds, or ten steps, later it is known. */
    @ParameterizedTest
    @CsvSource({"200,3,10", "10000,0.2,50", "10000,0.02,500"})
    void slowDownIsKnownTenSecondsLater(int steps, double steady, int later) {
        assertNear(steps, step -> step < steps / 2 ? steady : 3 * steady, steps / 2 + later, steps);
    }

    @Test
    void firstStepHasAPaceToo() {
        Pace pace = new Pace(1_000_000_000L);
        pace.step(3_000_000_000L);
        assertEquals(2, pace.secondsPerStep());
    }
}
