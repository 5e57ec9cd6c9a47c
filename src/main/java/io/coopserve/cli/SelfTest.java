package io.coopserve.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.coopserve.clip.Clip;
import io.coopserve.learn.CoopStep;
import io.coopserve.learn.Training;
import io.coopserve.prompt.Scores;
import io.coopserve.torch.NativeMemory;
import io.coopserve.torch.Precision;

/** Whether a device computes what the CPU computes, and how fast. */
final class SelfTest {
    /** In single precision, where devices differ in the order of sums only, and in half precision. */
    private static final double LEAST_COSINE = 0.9999;
    private static final double LEAST_COSINE_OF_HALF = 0.999;
    private static final int CONTEXT = 16;
    private static final List<String> CLASSES = List.of("cat", "dog", "horse", "ship", "tree", "flower", "car", "house", "bird",
            "chair");
    private static final double SECONDS = 1;
    private static final List<Integer> BATCHES = List.of(1, 8, 32);

    private final Clip clip;
    private final List<float[]> images;
    private final List<String> lines = new ArrayList<>();

    SelfTest(Clip clip) {
        this.clip = clip;
        Random random = new Random(1);
        this.images = Stream.generate(() -> pixels(random)).limit(8).toList();
    }

    private float[] pixels(Random random) {
        float[] pixels = new float[clip.preprocessor().values()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    /**
     * Compares features with those of the same model on the CPU in single precision.
     *
     * @return whether they agree
     */
    boolean compare(Clip onCpu) {
        double least = clip.precision() == Precision.FP32 ? LEAST_COSINE : LEAST_COSINE_OF_HALF;
        double image = leastCosine(clip.encodeImages(images), onCpu.encodeImages(images));
        double text = leastCosine(clip.textEncoder().encode(CLASSES), onCpu.textEncoder().encode(CLASSES));
        boolean agree = image >= least && text >= LEAST_COSINE;
        line("features", "cosine to the CPU's in fp32: images %.7f, texts %.7f (least of %d): %s", image, text, images.size(),
                agree
                        ? "ok"
                        : "NOT WITHIN " + least);
        return agree;
    }

    private static double leastCosine(float[][] ours, float[][] theirs) {
        return IntStream.range(0, ours.length).mapToDouble(i -> Scores.dot(ours[i], theirs[i])).map(
                cosine -> Double.isNaN(cosine) ? -1 : cosine).min().orElseThrow();
    }

    /** Measures images a second, the time of a training step, and memory after both. */
    void measure() {
        for (int batch : BATCHES) {
            List<float[]> pixels = IntStream.range(0, batch).mapToObj(i -> images.get(i % images.size())).toList();
            line("images/s", "%.1f in batches of %d", batch / secondsOf(() -> clip.encodeImages(pixels)), batch);
        }
        CoopStep step = new CoopStep(clip, clip.textEncoder().classPrompts(CONTEXT, CLASSES), CONTEXT,
                Training.UNBOUNDED);
        line("CoOp step", "%.1f ms with %d classes, %d context vectors, a batch of 32", 1000 * secondsOf(step::take),
                CLASSES.size(), CONTEXT);
        line("memory", "%.0f MB resident", NativeMemory.resident() / (1 << 20));
        clip.torch().gpuMemory().ifPresent(usage -> line("GPU memory", "%d of %d MB in use, by all processes", usage
                .getUsed() >> 20, usage.getMax() >> 20));
    }

    /** The mean after a warm-up. */
    private static double secondsOf(Runnable work) {
        work.run();
        int times = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < SECONDS * 1e9 || times < 3) {
            work.run();
            times++;
        }
        return (System.nanoTime() - start) / 1e9 / times;
    }

    private void line(String what, String format, Object... values) {
        lines.add(Inspection.line(what, String.format(Locale.ROOT, format, values)));
    }

    List<String> lines() {
        return lines;
    }
}
