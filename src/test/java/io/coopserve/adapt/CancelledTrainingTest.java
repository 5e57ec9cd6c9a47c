package io.coopserve.adapt;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.NativeMemory;

/** Training that is broken off, at whatever step, leaves nothing behind. */
class CancelledTrainingTest {
    private static final int RUNS = 60;
    private static final int STEPS = 12;
    private static final double MOST_GROWTH = 8 << 20; // a step of these holds 1 MB

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void nativeMemoryStaysFlatHoweverRunsEnd(@TempDir Path cache) throws InterruptedException {
        try (Clip clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20),
                        cache))) {
            breakOff(clip, RUNS);
            double early = settled();
            breakOff(clip, RUNS * 5);
            double growth = settled() - early;
            assumeFalse(Double.isNaN(growth), "there is no /proc");
            assertTrue(growth < MOST_GROWTH, () -> "%.1f MiB more after %d runs".formatted(growth / (1 << 20), RUNS * 5));
        }
    }

    private static double settled() throws InterruptedException {
        System.gc();
        Thread.sleep(300);
        NativeMemory.trim();
        return NativeMemory.bytes();
    }

    private static void breakOff(Clip clip, int runs) {
        List<String> names = List.of("circle", "square", "star", "heart", "cross", "ring", "moon", "arrow");
        TextEncoder.ClassPrompts prompts = clip.textEncoder().classPrompts(16, names);
        Random random = new Random(1);
        LabelledFeatures images = new LabelledFeatures(IntStream.range(0, 64).mapToObj(i -> RandomNumbers.direction(random, clip
                .embedding())).toArray(float[][]::new), IntStream.range(0, 64).map(i -> i % names.size()).toArray());
        for (int run = 0; run < runs; run++) {
            int last = 1 + random.nextInt(STEPS);
            float[] context = RandomNumbers.normal(random, 16 * clip.textEncoder().width(), 0.02);
            assertThrows(Broken.class, () -> Trainer.train(new PromptLearner(clip, prompts, Training.UNBOUNDED), context,
                    new CentreCrops(images), Schedule.OFFICIAL, STEPS, random, (progress, optimiser) -> {
                        if (progress.step() == last) {
                            throw new Broken();
                        }
                    }));
        }
    }
}
