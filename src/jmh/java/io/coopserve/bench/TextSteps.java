package io.coopserve.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.clip.TextPass;
import io.coopserve.clip.TrainablePrompts;
import io.coopserve.learn.CocoopStep;
import io.coopserve.learn.CoopStep;
import io.coopserve.learn.Training;
import io.coopserve.model.ClipSizes;
import io.coopserve.torch.Precision;
import io.coopserve.torch.Torch;

/** A training step of CoOp's text part in all the ways there are, against the official 77 positions of every class. */
final class TextSteps {
    static final int CONTEXT = 16; // M
    static final int CONDITIONAL_CONTEXT = 4; // M of CoCoOp
    static final int CONDITIONAL_CLASSES = 50;
    private static final int MANY = 1000;
    private static final int IMAGES = 32;
    /** Of a candidate in one turn, about as long as one of the baseline's. */
    private static final int STEPS = 10;
    private static final int WARM_UPS = 4;

    private final String model; // what names of measures begin with behind "textStep."
    private final Clip clip;
    private final ClipSizes.Tower sizes;
    private final BestProduct product;

    TextSteps(String model, Clip clip, ClipSizes.Tower sizes) throws Exception {
        this.model = model;
        this.clip = clip;
        this.sizes = sizes;
        this.product = new BestProduct(clip.torch(), Precision.FP32);
    }

    /** Forward and backward over so many rows: two products for each weight of the blocks, and two for each sum. */
    private double flops(int rows) {
        double width = sizes.width();
        return 4.0 * sizes.layers() * rows * (4 * width * width + 2 * width * sizes.mlpWidth());
    }

    private ClassPrompts prompts(int classes) {
        return clip.textEncoder().classPrompts(CONTEXT, RandomVocabulary.classes(classes));
    }

    private CoopStep step(ClassPrompts prompts, Precision precision) {
        return new CoopStep(clip, prompts, CONTEXT, Training.UNBOUNDED.in(precision));
    }

    List<Measure> shared(int classes, int pairs) throws Exception {
        List<Measure> measures = new ArrayList<>();
        ClassPrompts shared = prompts(classes);
        ClassPrompts whole = shared.unpacked(false);
        Pairs times = against(whole, step(shared, Precision.FP32), pairs);
        measures.add(speed("shared.fp32", shared, whole, times));
        double best = product.flops() / Pairs.median(21, product); // per millisecond
        measures.add(share(named("baseline.share", classes), whole.rows(), best, times.baselineMedian()));
        measures.add(share(model.isEmpty() ? "floor.K" + classes : named("floor", classes), shared.rows(), best, times
                .candidateMedian()));
        return measures;
    }

    /**
     * Steps one after the other, as a run takes them, against one of the baseline.
     *
     * @return times of one step
     */
    private Pairs against(ClassPrompts whole, CoopStep candidate, int pairs) throws Exception {
        CoopStep baseline = step(whole, Precision.FP32);
        return Pairs.measure(WARM_UPS, pairs, () -> {
            for (int i = 0; i < STEPS; i++) {
                candidate.take();
            }
        }, baseline::take).each(STEPS);
    }

    Measure trimmed(int classes, int pairs) throws Exception {
        ClassPrompts trimmed = prompts(classes).unpacked(true);
        ClassPrompts whole = trimmed.unpacked(false);
        return speed("trimmed.fp32", trimmed, whole, against(whole, step(trimmed, Precision.FP32), pairs));
    }

    Measure half(int classes, int pairs) throws Exception {
        ClassPrompts shared = prompts(classes);
        ClassPrompts whole = shared.unpacked(false);
        return speed("shared.bf16", shared, whole, against(whole, step(shared, Precision.BF16), pairs));
    }

    private Measure speed(String way, ClassPrompts prompts, ClassPrompts whole, Pairs times) {
        return new Measure(named(way, prompts.classes()), 1 / times.ratio(), "x",
                ("times as fast as baseline: the same step, fp32, "
                        + "over all %d positions of %d classes, %d rows against %d, M=%d, 32 cached features%s; %s").formatted(
                                RandomModel.CONTEXT, prompts.classes(), prompts.rows(), whole.rows(), CONTEXT,
                                way.endsWith("bf16")
                                        ? Machine.amx()
                                        : "",
                                times));
    }

    private Measure share(String name, int rows, double best, double milliseconds) {
        return new Measure(name, flops(rows) / best / milliseconds, "x",
                ("rate of the step's products, %d rows of %.0f MFLOP in "
                        + "%.1f ms, against baseline: the best product's, %s, %.0f GFLOP/s; attention, LayerNorm and loss count as time "
                        + "only").formatted(rows, flops(1) / 1e6, milliseconds, product, best / 1e6));
    }

    private String named(String way, int classes) {
        return "textStep.%s%s.K%d".formatted(model, way, classes);
    }

    /** A step of many classes, within the bound of the service's default and without one. */
    Measure many() throws Exception {
        ClassPrompts prompts = prompts(MANY);
        Training bounded = new Training(Precision.FP32, 1L << 30, Training.UNBOUNDED.deadline(),
                Training.UNBOUNDED.checkpoint());
        CoopStep candidate = new CoopStep(clip, prompts, CONTEXT, bounded);
        CoopStep baseline = step(prompts, Precision.FP32);
        Pairs times = Pairs.measure(1, 3, candidate::take, baseline::take);
        return new Measure(named("shared.fp32", MANY), times.baselineMedian(), "ms",
                ("%d rows; with 1 GiB of activations in %d "
                        + "parts %.2f times as long; %s").formatted(prompts.rows(), prompts
                                .trainable(Precision.FP32, bounded
                                        .activations())
                                .parts(), times.ratio(), times));
    }

    /** The official procedure as it is written: images of the batch encoded, 77 positions of every class. */
    List<Measure> whole() throws Exception {
        int classes = RandomVocabulary.CLASSES.size();
        ClassPrompts shared = prompts(classes);
        CoopStep candidate = step(shared, Precision.FP32);
        CoopStep official = step(shared.unpacked(false), Precision.FP32);
        float[] pixels = clip.preprocessor().pixels(Photo.jpeg(1));
        List<float[]> images = Collections.nCopies(IMAGES, pixels);
        Pairs times = Pairs.measure(2, 3, () -> {
            for (int i = 0; i < STEPS; i++) {
                candidate.take();
            }
        }, () -> {
            clip.encodeImages(images);
            official.take();
        }).each(STEPS);
        int steps = 200 * 5;
        double encoding = times.baselineMedian() / IMAGES * (16 + 16) * classes; // an upper bound: the text part is in it
        return List.of(
                new Measure("wholeStep.fp32.K10", 1 / times.ratio(), "x", ("step on cached features against baseline: %d "
                        + "images encoded and 77 positions of every class, one engine, fp32, no decoding in either; %s")
                        .formatted(
                                IMAGES, times)),
                new Measure("wholeRun.computed.K10", (steps * times.candidateMedian() + encoding) / 1000,
                        "s", ("COMPUTED, not run: %d steps of the median (16 shots, 200 epochs) and one pass of the image "
                                + "tower for 16 training and 16 test images a class; the official procedure, likewise: "
                                + "%.0f s").formatted(steps, steps * times.baselineMedian() / 1000)));
    }

    Measure conditional() throws Exception {
        ClassPrompts shared = clip.textEncoder().classPrompts(CONDITIONAL_CONTEXT, RandomVocabulary.classes(
                CONDITIONAL_CLASSES));
        ClassPrompts whole = shared.unpacked(false);
        Pairs times = Pairs.measure(2, 7, new CocoopStep(clip, shared, CONDITIONAL_CONTEXT, Training.UNBOUNDED)::take,
                new CocoopStep(clip, whole, CONDITIONAL_CONTEXT, Training.UNBOUNDED)::take);
        return new Measure("cocoopStep.K50", 1 / times.ratio(), "x", ("times as fast as baseline: CoCoOp's step over all %d "
                + "positions, batch 1, M=%d, fp32, %d rows against %d; %s").formatted(RandomModel.CONTEXT, CONDITIONAL_CONTEXT,
                        shared.rows(), whole.rows(), times));
    }

    /** Features and gradients of the shared path and of the official one. */
    List<Measure> agreement() {
        int classes = RandomVocabulary.CLASSES.size();
        ClassPrompts shared = prompts(classes);
        Result official = result(shared.unpacked(false), Precision.FP32);
        List<Measure> measures = new ArrayList<>();
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            Result other = result(shared, precision);
            measures.add(
                    new Measure(named("agreement." + precision, classes), Math.max(difference(official.logits, other.logits),
                            difference(official.gradient, other.gradient)), "",
                            ("largest difference to baseline, 77 positions in fp32, "
                                    + "over the largest number: logits %.1e, gradient %.1e")
                                    .formatted(difference(official.logits,
                                            other.logits), difference(official.gradient, other.gradient))));
        }
        return measures;
    }

    private record Result(float[] logits, float[] gradient) {}

    /** Text features, of which random images' logits are linear, and the gradient of their product with random numbers. */
    private Result result(ClassPrompts prompts, Precision precision) {
        TrainablePrompts trainable = prompts.trainable(precision, Long.MAX_VALUE);
        Torch torch = clip.torch();
        int width = clip.textEncoder().width();
        float[] context = normal(1, CONTEXT * width, 0.02);
        float[] images = normal(2, IMAGES * clip.embedding(), 1);
        float[] direction = normal(3, prompts.classes() * clip.embedding(), 1);
        return torch.inference(() -> {
            TextPass pass = trainable.forward(torch.array(context, 1, CONTEXT, width));
            NDArray features = pass.features().reshape(prompts.classes(), clip.embedding());
            NDArray unit = features.div(features.square().sum(new int[]{-1}, true).sqrt());
            float[] logits = torch.array(images, IMAGES, clip.embedding()).matMul(unit.transpose()).toFloatArray();
            NDArray gradient = pass.backward(torch.array(direction, 1, prompts.classes(), clip.embedding()));
            return new Result(logits, gradient.toFloatArray());
        });
    }

    static float[] normal(long seed, int length, double deviation) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static double difference(float[] expected, float[] actual) {
        double most = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            most = Math.max(most, Math.abs(expected[i] - actual[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return most / largest;
    }
}
