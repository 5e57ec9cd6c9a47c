package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
    /** By scipy's t.interval. */
    @Test
    void meanDeviationAndInterval() {
        Spread spread = Spread.of(0.81, 0.79, 0.84, 0.80);
        assertEquals(4, spread.n());
        assertEquals(0.81, spread.mean(), 1e-15);
        assertEquals(0.021602468994692835, spread.standardDeviation(), 1e-15);
        assertEquals(0.775625651181417, spread.interval().low(), 1e-14);
        assertEquals(0.8443743488185831, spread.interval().high(), 1e-14);
    }

    @Test
    void oneSeedHasNoSpread() {
        assertEquals(new Spread(1, 0.5, null, null), Spread.of(0.5));
    }

    @Test
    void equalValuesHaveNone() {
        assertEquals(new Spread(3, 0.25, 0.0, new Interval(0.25, 0.25)), Spread.of(0.25, 0.25, 0.25));
    }

    @Test
    void noValueIsRefused() {
        assertThrows(IllegalArgumentException.class, Spread::of);
        assertThrows(IllegalArgumentException.class, () -> Spread.of(1, Double.NaN));
    }

    /** By scipy's t.ppf(0.975, freedom). */
    @ParameterizedTest
    @CsvSource({"1,12.706204736174694", "2,4.302652729749462", "3,3.1824463052837078", "4,2.7764451051977934",
            "5,2.5705818356363146", "9,2.262157162798205", "10,2.228138851986274", "29,2.045229642132703",
            "30,2.0422724563012378",
            "100,1.9839715185235518"})
    void studentsQuantile(int freedom, double deviations) {
        assertEquals(deviations, StudentT.deviations(freedom), 1e-12 * deviations);
    }
}
