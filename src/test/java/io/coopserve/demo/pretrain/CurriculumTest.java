package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurriculumTest {
    private final Curriculum curriculum = new Curriculum(10, 20, 40);

    @Test
    void wordsThenWhatIsEasyThenAll() {
        assertTrue(curriculum.isOfWords(10));
        assertFalse(curriculum.isOfWords(11));
        assertEquals(1, curriculum.easyShare(11));
        assertEquals(1, curriculum.easyShare(30));
        assertEquals(0.5, curriculum.easyShare(50));
        assertEquals(0, curriculum.easyShare(70));
        assertEquals(0, curriculum.easyShare(1000));
    }

    @Test
    void theRateRisesThenFalls() {
        Plan plan = Plan.builtIn(1);
        assertEquals(plan.rate() / plan.warmUp(), plan.rate(1), plan.rate() * 1e-4);
        assertTrue(plan.rate(plan.warmUp()) > 0.98 * plan.rate());
        assertEquals(0.02 * plan.rate(), plan.rate(plan.steps()), plan.rate() * 1e-9);
    }
}
