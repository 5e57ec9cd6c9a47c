package io.coopserve.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.learn.CocoopStep;
import io.coopserve.learn.CoopStep;
import io.coopserve.learn.Training;
import io.coopserve.torch.NativeMemory;
import io.coopserve.torch.Precision;

/** Memory of training steps; each figure in a process of its own, so that nothing else counts. */
public final class StepMemory {
    private static final int CLASSES = 4;
    private static final double MEGABYTE = 1e6;
    private static final double GIGABYTE = 1e9;
    /** The heap is committed and touched from the start: what grows beside it is native. */
    static final String[] FIXED_HEAP = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"};

    private StepMemory() {
    }

    /** Native memory after many steps against that after few of them. */
    static Measure flat(String name, Path model, int early, int late) throws IOException, InterruptedException {
        double[] bytes = apart(model, "flat", early, late);
        return new Measure(name, bytes[1] / bytes[0], "x",
                ("CoOp steps, random ViT-B/16, K=%d, M=%d, a process of its own; native "
                        + "memory after %d of them, baseline: after %d; %.1f MiB and %.1f MiB, n=1, heap of fixed size, after a collection")
                        .formatted(CLASSES, TextSteps.CONTEXT, late, early, bytes[1] / (1 << 20), bytes[0] / (1 << 20)));
    }

    /** How much more memory a step over 77 positions takes at its peak than one that shares. */
    static Measure peak(Path model, int classes) throws IOException, InterruptedException {
        return peak("stepMemory.K" + classes, model, "peak", classes);
    }

    /** The same for CoCoOp's step on one image. */
    static Measure conditionalPeak(Path model, int classes) throws IOException, InterruptedException {
        return peak("cocoopStepMemory.K" + classes, model, "conditional", classes);
    }

    private static Measure peak(String name, Path model, String what, int classes) throws IOException, InterruptedException {
        double[] shared = apart(model, what, classes, 0);
        double[] whole = apart(model, what, classes, 1);
        return new Measure(name, whole[1] / shared[1], "x",
                ("peak resident memory of a step of %d classes above what the process holds before the first, baseline: the "
                        + "same step over 77 positions, nothing kept twice; %.0f MB and %.0f MB; matrices packed for training are "
                        + "counted in neither, %.0f MB").formatted(classes, shared[1] / MEGABYTE, whole[1] / MEGABYTE, shared[0]
                                / MEGABYTE));
    }

    /** The most that a process holds that trains many classes within the service's default bound. */
    static Measure total(Path model, int classes) throws IOException, InterruptedException {
        double[] bytes = apart(model, "total", classes, 0);
        return new Measure("memory.training.K" + classes, bytes[0] / GIGABYTE, "GB",
                ("peak resident memory of a whole process that "
                        + "trains %d classes with 1 GiB of activations, mapped weights and heap included").formatted(classes));
    }

    private static double[] apart(Path model, String what, int first, int second) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Runner.tool("java")));
        command.addAll(List.of(FIXED_HEAP));
        command.addAll(List.of("-Dbench.dir=" + Bench.FOLDER, "-classpath", System.getProperty("java.class.path"),
                StepMemory.class.getName(), model.toString(), what, String.valueOf(first), String.valueOf(second)));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the training steps failed:\n" + output);
        }
        String last = output.strip().lines().reduce((a, b) -> b).orElseThrow();
        return Arrays.stream(last.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    /** @param arguments model folder, what to measure, two numbers */
    public static void main(String... arguments) throws Exception {
        int first = Integer.parseInt(arguments[2]);
        int second = Integer.parseInt(arguments[3]);
        try (Clip clip = CoreSuite.load(Path.of(arguments[0]).toString(), Precision.FP32)) {
            System.out.println(switch (arguments[1]) {
                case "flat" -> flat(clip, first, second);
                case "peak" -> peak(clip, TextSteps.CONTEXT, first, second == 1, prompts -> new CoopStep(clip, prompts,
                        TextSteps.CONTEXT, Training.UNBOUNDED)::take);
                case "conditional" -> peak(clip, TextSteps.CONDITIONAL_CONTEXT, first, second == 1, prompts -> new CocoopStep(
                        clip, prompts, TextSteps.CONDITIONAL_CONTEXT, Training.UNBOUNDED)::take);
                default -> total(clip, first);
            });
        }
        System.exit(0);
    }

    private static ClassPrompts prompts(Clip clip, int classes) {
        return clip.textEncoder().classPrompts(TextSteps.CONTEXT, RandomVocabulary.classes(classes));
    }

    private static String flat(Clip clip, int early, int late) throws InterruptedException {
        CoopStep step = new CoopStep(clip, prompts(clip, CLASSES), TextSteps.CONTEXT, Training.UNBOUNDED);
        double before = after(step, early);
        return before + " " + after(step, late - early);
    }

    private static double after(CoopStep step, int steps) throws InterruptedException {
        for (int i = 0; i < steps; i++) {
            step.take();
        }
        settle();
        return NativeMemory.bytes();
    }

    private static void settle() throws InterruptedException {
        System.gc();
        Thread.sleep(500); // another thread frees the memory of collected buffers
        NativeMemory.trim();
    }

    /** @param steps what takes the steps on such prompts */
    private static String peak(Clip clip, int contextLength, int classes, boolean whole,
            Function<ClassPrompts, Runnable> steps) throws Exception {
        settle();
        double loaded = NativeMemory.resident();
        ClassPrompts prompts = clip.textEncoder().classPrompts(contextLength, RandomVocabulary.classes(classes));
        Runnable step = steps.apply(whole ? prompts.unpacked(false) : prompts);
        settle();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak is counted from here
        double ready = NativeMemory.resident();
        step.run();
        step.run();
        return (ready - loaded) + " " + (NativeMemory.peak() - ready);
    }

    private static String total(Clip clip, int classes) {
        CoopStep step = new CoopStep(clip, prompts(clip, classes), TextSteps.CONTEXT, new Training(Precision.FP32, 1L << 30,
                Training.UNBOUNDED.deadline(), Training.UNBOUNDED.checkpoint()));
        step.take();
        step.take();
        return String.valueOf(NativeMemory.peak());
    }
}
