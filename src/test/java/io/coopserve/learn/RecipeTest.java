package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.coopserve.tenant.Name;

class RecipeTest {
    private static final Name DATASET = new Name("d");

    @Test
    void whatIsLeftOutIsThePapersValue() {
        Recipe resolved = recipe(null, null, null, null).resolved(20, Optional.empty(), Optional.empty(), 3);
        assertEquals(16, resolved.shots());
        assertEquals(16, resolved.nCtx());
        assertEquals(200, resolved.epochs());
        assertEquals(List.of("a photo of a {}."), resolved.templates());
    }

    @Test
    void epochsGoByShots() {
        assertEquals(50, recipe(1, null, null, null).resolved(16, Optional.empty(), Optional.empty(), 3).epochs());
        assertEquals(100, recipe(2, null, null, null).resolved(16, Optional.empty(), Optional.empty(), 3).epochs());
        assertEquals(100, recipe(4, null, null, null).resolved(16, Optional.empty(), Optional.empty(), 3).epochs());
        assertEquals(200, recipe(8, null, null, null).resolved(16, Optional.empty(), Optional.empty(), 3).epochs());
    }

    @Test
    void smallClassesLowerTheDefaultShotsButNotChosenOnes() {
        assertEquals(5, recipe(null, null, null, null).resolved(5, Optional.empty(), Optional.empty(), 3).shots());
        assertRefused("smallest class has 5",
                () -> recipe(6, null, null, null).resolved(5, Optional.empty(), Optional.empty(), 3));
    }

    @Test
    void wordsAreCountedInTokens() {
        assertEquals(7,
                recipe(null, null, "photomicrograph of a", null).resolved(16, Optional.of(7), Optional.empty(), 3).nCtx());
        assertRefused("7 tokens",
                () -> recipe(null, 3, "photomicrograph of a", null).resolved(16, Optional.of(7), Optional.empty(), 3));
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertRefused("shots", () -> recipe(0, null, null, null));
        assertRefused("nCtx", () -> recipe(null, 65, null, null));
        assertRefused("epochs", () -> recipe(null, null, null, 1001));
        assertRefused("ctxInit", () -> recipe(null, null, " ", null));
        assertRefused("{}", () -> Recipe.checkTemplates(List.of("a photo")));
    }

    @Test
    void augmentationIsNoneSomeViewsOrOfficial() {
        assertEquals("none", recipe(null, null, null, null).augmentation());
        assertEquals(new Augmentation(Augmentation.Kind.NONE, 0), Augmentation.of("none"));
        assertEquals(new Augmentation(Augmentation.Kind.VIEWS, 1), Augmentation.of("views:1"));
        assertEquals(new Augmentation(Augmentation.Kind.VIEWS, 64), Augmentation.of("views:64"));
        assertEquals(new Augmentation(Augmentation.Kind.OFFICIAL, 0), Augmentation.of("official"));
        for (String other : List.of("", "None", "views", "views:", "views:0", "views:08", "views:65", "views:1000", "views:-1",
                "views:abc", "views:٣", "views:8 ", "official:2")) {
            assertRefused("augmentation \"" + other + "\" is not offered; \"none\", \"views:1\" to \"views:64\"",
                    () -> Augmentation.of(other));
        }
    }

    @Test
    void theRateWarmsUpForOneEpochAndNeverReachesZero() {
        LearningRateSchedule schedule = LearningRateSchedule.official(0.002, 200);
        assertEquals(1e-5, schedule.at(0));
        assertEquals(0.002, schedule.at(1));
        assertEquals(0.001, schedule.at(101), 1e-12);
        assertTrue(schedule.at(199) > 0);
    }

    private static Recipe recipe(Integer shots, Integer nCtx, String ctxInit, Integer epochs) {
        return new Recipe(DATASET, null, shots, nCtx, ctxInit, null, null, null, null, null, epochs, null, null, null, null,
                null,
                null, null);
    }

    private static void assertRefused(String word, Runnable recipe) {
        String message = assertThrows(InvalidRecipeException.class, recipe::run).getMessage();
        assertTrue(message.contains(word), message);
    }
}
