package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.learn.CoopStep;
import io.coopserve.learn.Training;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.Precision;

/** What the service adds to the tower, and whether memory stays flat. */
final class CoreSuite {
    private static final int EARLY = 500;
    private static final int LATE = 5_000;

    private CoreSuite() {
    }

    static List<Measure> run() throws Exception {
        Path model = RandomModel.VIT_B_16.folder();
        List<Measure> measures = new ArrayList<>();
        measures.add(classification("classify.batch1", model.toString(), Precision.FP32, 40));
        try (Clip clip = load(model.toString(), Precision.FP32)) {
            measures.add(step(clip));
        }
        measures.add(StepMemory.flat("memory.steps", model, 50, 500));
        measures.add(classificationMemory());
        return measures;
    }

    static Clip load(String model, Precision precision) {
        return Clip.load(ModelFolder.of(model),
                new Clip.Options("auto", 0, precision.toString(), Decoding.official(Integer.MAX_VALUE),
                        Bench.FOLDER.resolve("cache")));
    }

    static Measure classification(String name, String model, Precision precision, int turns) throws Exception {
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store");
        byte[] jpeg = Photo.jpeg(1);
        try (Clip clip = load(model, precision)) {
            BenchPrompt.publish(clip, store);
            try (Runner runner = new Runner(model, store, Bench.FOLDER.resolve("classify.log"), "-Dcoop.clip.precision="
                    + precision)) {
                Pairs pairs = Pairs.measure(turns / 3, turns, () -> runner.classify(jpeg),
                        () -> clip.encodeImages(List.of(clip.preprocessor().pixels(jpeg))));
                return new Measure(name, pairs.ratio(), "x", ("POST of one 500x375 JPEG to the packaged runner against "
                        + "baseline: ImagePreprocessor.pixels and Clip.encodeImages of the same file in process, %s; %s")
                        .formatted(clip.description(), pairs));
            }
        }
    }

    private static Measure step(Clip clip) throws Exception {
        ClassPrompts trimmed = clip.textEncoder().classPrompts(TextSteps.CONTEXT, RandomVocabulary.CLASSES)
                .unpacked(
                        true);
        ClassPrompts whole = trimmed.unpacked(false);
        CoopStep candidate = new CoopStep(clip, trimmed, TextSteps.CONTEXT, Training.UNBOUNDED);
        CoopStep baseline = new CoopStep(clip, whole, TextSteps.CONTEXT, Training.UNBOUNDED);
        Pairs pairs = Pairs.measure(3, 15, candidate::take, baseline::take);
        return new Measure("coopStep.trimmed.K10.M16", pairs.ratio(), "x",
                ("forward, backward and update on 32 cached features, "
                        + "K=%d names of two or three words, %d rows against baseline: the same step over %d, all positions; %s")
                        .formatted(
                                trimmed.classes(), trimmed.rows(), whole.rows(), pairs));
    }

    private static Measure classificationMemory() throws Exception {
        Path store = Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store");
        try (Clip demo = load(ModelFolder.DEMO, Precision.FP32)) {
            BenchPrompt.publish(demo, store);
        }
        byte[] jpeg = Photo.jpeg(1);
        try (Runner runner = new Runner(ModelFolder.DEMO, store, Bench.FOLDER.resolve("memory.log"), StepMemory.FIXED_HEAP)) {
            double early = after(runner, jpeg, EARLY);
            double late = after(runner, jpeg, LATE - EARLY);
            return growth("memory.classifications", early, late, ("requests with one 500x375 JPEG each to the packaged runner, "
                    + "demo model; native memory by its own gauge after %d of them, baseline: after %d")
                    .formatted(LATE, EARLY));
        }
    }

    private static double after(Runner runner, byte[] jpeg, int requests) throws IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            runner.classify(jpeg);
        }
        return runner.nativeMemory();
    }

    private static Measure growth(String name, double early, double late, String detail) {
        return new Measure(name, late / early, "x", "%s; %.1f MiB and %.1f MiB, n=1, heap of fixed size, after a collection"
                .formatted(detail, late / (1 << 20), early / (1 << 20)));
    }
}
