package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

/** Training that is broken off, wherever and by whatever, leaves no array behind. */
class CancelledTrainingTest {
    private static final int CONTEXT = 16; // M
    private static final List<String> NAMES = List.of("circle", "square", "star", "heart", "cross", "ring", "moon", "arrow");

    private final ResumableRandom random = new ResumableRandom(1);
    private Clip clip;
    private PromptLearner learner;
    private int alive;

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void load(@TempDir Path cache) {
        clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache));
        ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, NAMES);
        learner = new PromptLearner(clip, prompts, Training.UNBOUNDED);
        alive = clip.torch().arrays();
    }

    @AfterEach
    void close() {
        clip.close();
    }

    private float[] context() {
        return RandomNumbers.normal(random, CONTEXT * clip.textEncoder().width(), 0.02);
    }

    /** Images with labels from a number on. */
    private LabelledFeatures images(int first) {
        return new LabelledFeatures(
                IntStream.range(0, 64).mapToObj(i -> RandomNumbers.direction(random, clip.embedding())).toArray(
                        float[][]::new),
                IntStream.range(0, 64).map(i -> first + i % NAMES.size()).toArray());
    }

    @Test
    void betweenTwoSteps() {
        for (int last = 1; last <= 12; last++) {
            int step = last;
            assertThrows(Broken.class, () -> Trainer.train(learner, context(), new CentreCrops(images(0)),
                    Plan.of(Schedule.OFFICIAL, 6), random, Optional.empty(), (progress, state) -> {
                        if (progress.step() == step) {
                            throw new Broken();
                        }
                    }));
            assertEquals(alive, clip.torch().arrays());
        }
    }

    @Test
    void whereItDiverges() {
        LabelledFeatures images = images(0);
        images.features()[40][0] = Float.NaN;
        DivergedException diverged = assertThrows(DivergedException.class, () -> Trainer.train(learner, context(),
                new CentreCrops(images), Plan.of(Schedule.OFFICIAL, 6), random, Optional.empty(), (progress, state) -> {
                }));
        assertTrue(diverged.getMessage().matches(".* at step [12] of 12, .*"), diverged.getMessage()); // one batch has it
        assertEquals(alive, clip.torch().arrays());
    }

    @Test
    void inTheMiddleOfAStep() {
        LabelledFeatures impossible = images(1000);
        assertThrows(IndexOutOfBoundsException.class, () -> learner.step(context(), impossible));
        assertEquals(alive, clip.torch().arrays());
    }
}
