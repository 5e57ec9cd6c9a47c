package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    /** Two classes; every logit is (margin, 0). @param wrong how many of the images, the last ones, are of the second class */
    private static Calibration twoClasses(double margin, int images, int wrong) {
        double[][] logits = IntStream.range(0, images).mapToObj(i -> new double[]{margin, 0}).toArray(double[][]::new);
        return Evaluation
                .of(List.of("a", "b"), logits, IntStream.range(0, images).map(i -> i < images - wrong ? 0 : 1).toArray())
                .calibration();
    }

    /**
     * Three of four answers are right, so ln 3 would be the margin of probability ¾; each half has three to one too. What is served
     * says 3^T / (1 + 3^T).
     */
    @ParameterizedTest
    @ValueSource(doubles = {2, 0.5, 1, 30, 1e-4, 1e4, 1e30})
    void temperatureIsKnownWhereAllMarginsAreEqual(double temperature) {
        Calibration calibration = twoClasses(temperature * Math.log(3), 16, 4);
        assertEquals(temperature, calibration.temperature(), 1e-9 * temperature);
        double served = 1 / (1 + Math.pow(3, -temperature));
        assertEquals(Math.abs(served - 0.75), calibration.served().expectedCalibrationError(), 1e-14);
        double loss = temperature * Math.log(3) + Math.log1p(Math.pow(3, -temperature)); // of a wrong answer
        assertEquals(0.75 * (loss - temperature * Math.log(3)) + 0.25 * loss, calibration.served().negativeLogLikelihood(),
                1e-12
                        * loss);
        assertEquals(0, calibration.scaled().expectedCalibrationError(), 1e-9);
        assertEquals(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), calibration.scaled().negativeLogLikelihood(), 1e-9);
    }

    /** By hand: classes a and b have three images and one, so the halves have two each and the one error is in the second. */
    @Test
    void errorInOneHalfIsTooFewToJudgeATemperature() {
        Calibration calibration = twoClasses(2 * Math.log(3), 4, 1);
        assertEquals(2, calibration.temperature(), 1e-9);
        assertNull(calibration.scaled());
    }

    /** Seven of eight and five of eight: each half is scored by the other's temperature. */
    @Test
    void noImageJudgesATemperatureItHasChosen() {
        double[][] logits = IntStream.range(0, 16).mapToObj(i -> new double[]{1, 0, 0}).toArray(double[][]::new);
        for (int i : new int[]{1, 5, 9, 12}) { // three errors among odd images, one among even ones
            logits[i] = new double[]{0, 1, 0};
        }
        Calibration calibration = Evaluation.of(List.of("a", "b", "c"), logits, new int[16]).calibration();
        double bySecond = 5 / 8.0; // right share s of a half is the confidence its temperature gives
        double byFirst = 7 / 8.0;
        assertEquals((Math.abs(7 / 8.0 - bySecond) + Math.abs(5 / 8.0 - byFirst)) / 2, calibration.scaled()
                .expectedCalibrationError(), 1e-9);
        assertEquals(1 / Math.log(6), calibration.temperature(), 1e-9); // 12 of 16: e^(1/T) / (e^(1/T) + 2) = ¾
    }

    @Test
    void noTemperatureIsBestWhereAllIsRightOrNothingIsKnown() {
        assertNull(twoClasses(5, 10, 0).temperature());
        assertNull(twoClasses(5, 10, 5).temperature());
        assertNull(twoClasses(5, 10, 8).temperature());
        assertNull(twoClasses(0, 10, 3).temperature());
        assertEquals(1 - 1 / (1 + Math.exp(-5)), twoClasses(5, 10, 0).served().expectedCalibrationError(), 1e-14);
    }

    @Test
    void nearlyInseparableIsFoundToo() {
        assertEquals(Math.log(9999) / 1e-6, 1 / twoClasses(1e-6, 10_000, 1).temperature(), 1);
        assertNotNull(twoClasses(1e-6, 10_000, 4999).temperature());
    }

    /** By scipy: minimize_scalar for temperatures, Guo's bins for errors. */
    @Test
    void drawnLogitsGetWhatAnotherImplementationSays() {
        Calibration calibration = Drawn.evaluation(1).calibration();
        assertEquals(0.7787651697114235, calibration.served().negativeLogLikelihood(), 1e-13);
        assertEquals(0.18340080571692124, calibration.served().expectedCalibrationError(), 1e-13);
        assertEquals(0.63735567, calibration.temperature(), 1e-7);
        assertEquals(0.72091084, calibration.scaled().negativeLogLikelihood(), 1e-7);
        assertEquals(0.18415249, calibration.scaled().expectedCalibrationError(), 1e-7);
    }

    @Test
    void hugeLogitsAreOnlyAnotherTemperature() {
        Calibration calibration = Drawn.evaluation(1e4).calibration();
        assertEquals(2241.729049912917, calibration.served().negativeLogLikelihood(), 1e-9);
        assertEquals(0.27166666666666667, calibration.served().expectedCalibrationError(), 1e-13);
        Calibration plain = Drawn.evaluation(1).calibration();
        assertEquals(1e4 * plain.temperature(), calibration.temperature(), 1e-4);
        assertEquals(plain.scaled().expectedCalibrationError(), calibration.scaled().expectedCalibrationError(), 1e-9);
    }
}
