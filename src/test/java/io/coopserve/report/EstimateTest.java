package io.coopserve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What the study's intervals are made of. */
class EstimateTest {
    private static final double[][] TWO_SEEDS = {{1, 0, 1, 1}, {1, 0, 0, 1}};

    /** By hand: of images 0.6875/3/4, of seeds 0.03125/2; 3.97 degrees of freedom, of which 3 whole. */
    @Test
    void variancesOfImagesAndOfSeedsAddUp() {
        Estimate estimate = Estimate.of(List.of(new Estimate.Part(1, TWO_SEEDS)));
        assertEquals(0.625, estimate.value());
        assertEquals(3.1824463052837078 * Math.sqrt(0.6875 / 12 + 0.015625), estimate.half(), 1e-12);
    }

    @Test
    void partsAreWeighed() {
        Estimate half = Estimate.of(List.of(new Estimate.Part(0.5, TWO_SEEDS), new Estimate.Part(0.5, TWO_SEEDS)));
        assertEquals(0.625, half.value());
        // images are twice as many, seeds are the same
        assertEquals(0.6875 / 12 / 2 + 0.015625, Math.pow(half.half() / StudentT.deviations(5), 2), 1e-12);
        assertEquals(0, Estimate.of(List.of(new Estimate.Part(1, TWO_SEEDS), new Estimate.Part(-1, TWO_SEEDS))).value());
    }

    @Test
    void whatNeverDiffersHasNoInterval() {
        Estimate same = Estimate.of(List.of(new Estimate.Part(100, new double[][]{{1, 1}, {1, 1}})));
        assertEquals(new Interval(100, 100), same.interval());
    }

    @Test
    void aboutAnotherValueItIsAsWide() {
        Estimate estimate = Estimate.of(List.of(new Estimate.Part(1, TWO_SEEDS)));
        assertEquals(estimate.half(), estimate.about(3).half(), 1e-12);
        assertEquals(3, estimate.about(3).value());
    }
}
