package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LbfgsTest {
    /** Σ i (x_i − i)², whose curvatures differ. */
    private static double bowl(double[] at, double[] gradient) {
        double value = 0;
        for (int i = 0; i < at.length; i++) {
            value += (i + 1) * (at[i] - i) * (at[i] - i);
            gradient[i] = 2 * (i + 1) * (at[i] - i);
        }
        return value;
    }

    private static double rosenbrock(double[] at, double[] gradient) {
        double valley = at[1] - at[0] * at[0];
        gradient[0] = -400 * at[0] * valley - 2 * (1 - at[0]);
        gradient[1] = 200 * valley;
        return 100 * valley * valley + (1 - at[0]) * (1 - at[0]);
    }

    @Test
    void findsTheLowestPoint() {
        double[] bowl = new double[30];
        int evaluations = Lbfgs.minimise(LbfgsTest::bowl, bowl, 1e-9, 1000);
        for (int i = 0; i < bowl.length; i++) {
            assertEquals(i, bowl[i], 1e-9);
        }
        assertTrue(evaluations < 100, evaluations + " evaluations");
        double[] valley = {-1.2, 1};
        assertTrue(Lbfgs.minimise(LbfgsTest::rosenbrock, valley, 1e-8, 1000) < 100);
        assertArrayEquals(new double[]{1, 1}, valley, 1e-8);
    }

    @Test
    void goesTheSameWayWhateverItIsMultipliedWith() {
        double scale = 0x1p-20;
        double[] valley = {-1.2, 1};
        double[] flat = {-1.2, 1};
        int evaluations = Lbfgs.minimise(LbfgsTest::rosenbrock, valley, 1e-8, 1000);
        assertEquals(evaluations, Lbfgs.minimise((at, gradient) -> {
            double value = rosenbrock(at, gradient);
            gradient[0] *= scale;
            gradient[1] *= scale;
            return scale * value;
        }, flat, scale * 1e-8, 1000));
        assertArrayEquals(valley, flat);
    }

    @Test
    void followsTheGradientWhereTheValueIsRounded() {
        double[] bowl = new double[30];
        int evaluations = Lbfgs.minimise((at, gradient) -> (float) (1000 + bowl(at, gradient)), bowl, 1e-7, 1000);
        for (int i = 0; i < bowl.length; i++) {
            assertEquals(i, bowl[i], 1e-7);
        }
        assertTrue(evaluations < 100, evaluations + " evaluations");
    }

    @Test
    void stopsAtItsLimit() {
        double[] at = {-1.2, 1};
        Lbfgs.minimise(LbfgsTest::rosenbrock, at, 0, 3);
        double[] gradient = new double[2];
        double value = rosenbrock(at, gradient);
        assertTrue(value < rosenbrock(new double[]{-1.2, 1}, new double[2]) && value > 1e-3, value + " after three steps");
    }

    @Test
    void doesNotLeaveWhereThereAreNumbers() {
        double[] at = {3};
        Lbfgs.minimise((x, gradient) -> {
            gradient[0] = 1 - 1 / x[0];
            return x[0] < 0 ? Double.NaN : x[0] - Math.log(x[0]);
        }, at, 1e-10, 100);
        assertEquals(1, at[0], 1e-9);
        double[] nowhere = {2};
        Lbfgs.minimise((x, gradient) -> {
            gradient[0] = 1;
            return Double.NaN;
        }, nowhere, 1e-10, 100);
        assertEquals(2, nowhere[0]);
    }
}
