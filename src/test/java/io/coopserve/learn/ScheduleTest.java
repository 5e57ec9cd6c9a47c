package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    /** The first step of Adam is as long as the rate in every direction, and the second by the published rule. */
    @Test
    void adamMovesByItsRule() {
        Adam adam = new Adam(0);
        float[] parameters = {1, -2, 3};
        adam.step(parameters, new float[]{0.5f, -1e-3f, 0}, 0.1);
        assertArrayEquals(new float[]{0.9f, -1.9f, 3}, parameters, 1e-5f);
        adam.step(parameters, new float[]{-0.5f, -1e-3f, 0}, 0.1);
        double mean = (0.9 * 0.05 - 0.1 * 0.5) / (1 - 0.81);
        double variance = (0.999 * 0.00025 + 0.00025) / (1 - 0.999 * 0.999);
        assertArrayEquals(new float[]{(float) (0.9 - 0.1 * mean / Math.sqrt(variance)), -1.8f, 3}, parameters, 1e-5f);
        assertEquals(Set.of("mean", "variance"), adam.state().keySet());
    }

    @Test
    void fastTakesFewStepsOfAllImagesWithARateThatFades() {
        assertEquals(10, Schedule.FAST.epochs(1));
        assertEquals(40, Schedule.FAST.epochs(16));
        assertTrue(Schedule.FAST.batch() > 16 * 100);
        assertEquals(0.01, Plan.of(Schedule.FAST, 40).rateAt(0), 1e-12);
        assertEquals(0.005, Plan.of(Schedule.FAST, 40).rateAt(20), 1e-12);
        assertTrue(Plan.of(Schedule.FAST, 40).rateAt(39) > 0);
    }

    @Test
    void officialIsThePapers() {
        assertEquals(50, Schedule.OFFICIAL.epochs(1));
        assertEquals(100, Schedule.OFFICIAL.epochs(4));
        assertEquals(200, Schedule.OFFICIAL.epochs(16));
        assertEquals(32, Schedule.OFFICIAL.batch());
        assertEquals(1e-5, Plan.of(Schedule.OFFICIAL, 200).rateAt(0));
        assertEquals(0.002, Plan.of(Schedule.OFFICIAL, 200).rateAt(1));
    }

    @Test
    void unknownOnesAreNamedWithWhatThereIs() {
        assertTrue(assertThrows(InvalidRecipeException.class, () -> Schedule.of("slow")).getMessage().contains("\"fast\""));
        assertEquals(Schedule.FAST, Schedule.of("fast"));
    }
}
