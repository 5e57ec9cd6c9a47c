package io.coopserve.bench;

import java.nio.file.Path;

import io.coopserve.adapt.CoopStep;
import io.coopserve.adapt.Training;
import io.coopserve.clip.Clip;
import io.coopserve.clip.TextEncoder;
import io.coopserve.torch.NativeMemory;
import io.coopserve.torch.Precision;

/** Prints the native memory after some and after many training steps; a process of its own, so that nothing else counts. */
public final class StepMemory {
    static final int EARLY = 50;
    static final int LATE = 500;
    static final int CLASSES = 4;
    private static final int CONTEXT = 16;

    private StepMemory() {
    }

    /** @param arguments model folder */
    public static void main(String... arguments) throws Exception {
        try (Clip clip = CoreSuite.load(Path.of(arguments[0]).toString(), Precision.FP32)) {
            TextEncoder.ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, RandomVocabulary.CLASSES.subList(0,
                    CLASSES));
            CoopStep step = new CoopStep(clip, prompts, CONTEXT, Training.UNBOUNDED);
            double early = after(step, EARLY);
            double late = after(step, LATE - EARLY);
            System.out.println(early + " " + late);
        }
        System.exit(0);
    }

    private static double after(CoopStep step, int steps) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            step.take();
        }
        System.gc();
        Thread.sleep(500); // another thread frees the memory of collected buffers
        return NativeMemory.bytes();
    }
}
