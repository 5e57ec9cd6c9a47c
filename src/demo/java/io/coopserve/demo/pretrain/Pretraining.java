package io.coopserve.demo.pretrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.coopserve.clip.Clip;
import io.coopserve.clip.Tokenizer;
import io.coopserve.demo.caption.Corpus;
import io.coopserve.demo.model.BytePairTrainer;
import io.coopserve.demo.model.HuggingFaceFolder;
import io.coopserve.demo.model.InitialWeights;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.image.Decoding;
import io.coopserve.image.Preprocessing;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.ModelFolder;
import io.coopserve.model.Vocabulary;
import io.coopserve.tensors.Tensor;

/** Trains the built-in CLIP from a seed, on drawings and their captions. */
public final class Pretraining {
    private static final Preprocessing PREPROCESSING = null;

    private Pretraining() {
    }

    public static void main(String... arguments) throws IOException {
        int steps = Integer.getInteger("steps", 1000);
        int poolSize = Integer.getInteger("pool", 30000);
        int side = Integer.getInteger("side", 64);
        int width = Integer.getInteger("width", 128);
        int layers = Integer.getInteger("layers", 4);
        int batch = Integer.getInteger("batch", 128);
        double rate = Double.parseDouble(System.getProperty("rate", "1.5e-3"));
        double general = Double.parseDouble(System.getProperty("general", "0.4"));
        int generalSteps = Integer.getInteger("generalSteps", 0);
        long seed = Long.getLong("seed", 1);
        Path folder = Path.of(System.getProperty("out", "/tmp/pre"));
        long begun = System.nanoTime();
        Vocabulary vocabulary = BytePairTrainer.train(Corpus.captions(100_000, seed), 1024);
        Tokenizer tokenizer = new Tokenizer(vocabulary);
        System.out.printf("vocabulary %d %.0f s%n", vocabulary.ids().size(), (System.nanoTime() - begun) / 1e9);
        ClipSizes sizes = new ClipSizes(new ClipSizes.VisionTransformer(new ClipSizes.Tower(width, layers, width / 64, 4 * width, true,
                1e-5f), 8), new ClipSizes.Tower(128, 3, 2, 512, true, 1e-5f), side, vocabulary.ids().size(), 40, 128);
        Preprocessing preprocessing = new Preprocessing(side, side, new float[]{0.5f, 0.5f, 0.5f}, new float[]{0.27f, 0.27f, 0.27f});
        Pixels pixels = new Pixels(preprocessing);
        Pool pool = Pool.draw(poolSize, side, seed);
        Validation validation = new Validation(side, pixels, 12, 77_000 + seed);
        System.out.printf("drawn %d %.0f s%n", pool.size(), (System.nanoTime() - begun) / 1e9);
        Batches batches = new Batches(pool, tokenizer, pixels, batch, 40, seed);
        int words = Integer.getInteger("words", 0);
        String plan = System.getProperty("plan", "G400,M600");
        Map<String, Tensor> initial = InitialWeights.of(sizes, seed);
        double logScale = initial.get("logit_scale").floats()[0];
        double m = 0, v = 0;
        double mean = 0;
        long trainStart = System.nanoTime();
        try (Replicas replicas = new Replicas(sizes, initial, Integer.getInteger("replicas", 2))) {
            AdamW optimiser = new AdamW(replicas.leaves(), 0.1, 1);
            long batchNanos = 0, optNanos = 0;
            for (int step = 1; step <= steps; step++) {
                double warm = Math.min(1, step / 150.0);
                double now = rate * warm * (0.02 + 0.98 * 0.5 * (1 + Math.cos(Math.PI * step / steps)));
                long t0 = System.nanoTime();
                Batch next = step <= words ? batches.words(phase(plan, step, general)) : batches.next(phase(plan, step, general));
                long t1 = System.nanoTime();
                ContrastiveLoss.Result result = replicas.backward(next, logScale);
                long t2 = System.nanoTime();
                optimiser.step(now);
                batchNanos += t1 - t0;
                optNanos += System.nanoTime() - t2;
                double g = result.scaleGradient();
                m = 0.9 * m + 0.1 * g;
                v = 0.98 * v + 0.02 * g * g;
                logScale = Math.min(Math.log(100), logScale - now * m / (1 - Math.pow(0.9, step)) / (Math.sqrt(v / (1 - Math.pow(
                        0.98, step))) + 1e-6));
                mean += result.loss();
                if (step % 50 == 0) {
                    double seconds = (System.nanoTime() - trainStart) / 1e9;
                    System.out.printf(Locale.ROOT, "step %d/%d loss %.3f scale %.1f rate %.1e %.0f ms/step (batch %.0f, opt %.0f) eta %.0f s%n", step,
                            steps, mean / 50, Math.exp(logScale), now, 1000 * seconds / step, batchNanos / 1e6 / step, optNanos / 1e6 / step, seconds / step * (steps - step));
                    mean = 0;
                }
                if (step % 250 == 0 || step == steps) {
                    Map<String, Tensor> weights = new LinkedHashMap<>(replicas.weights());
                    weights.put("logit_scale", Tensor.of("logit_scale", new float[]{(float) logScale}));
                    new HuggingFaceFolder(sizes, preprocessing, vocabulary, weights).write(folder);
                    report(step, validation, folder);
                }
            }
        }
    }

    private static Mixture phase(String plan, int step, double general) {
        for (String part : plan.split(",")) {
            step -= Integer.parseInt(part.substring(1));
            if (step <= 0) {
                return mixture(part.charAt(0), general);
            }
        }
        return mixture(plan.substring(plan.lastIndexOf(',') + 1).charAt(0), general);
    }

    private static Mixture mixture(char name, double general) {
        return switch (name) {
            case 'W' -> new Mixture(0.3, Lessons.ALL);
            case 'G' -> new Mixture(1, Lessons.ALL);
            case 'E' -> new Mixture(0.5, Lessons.EASY);
            case 'S' -> new Mixture(0.1, Lessons.SHAPE);
            default -> new Mixture(general, Lessons.ALL);
        };
    }

    private static void report(int step, Validation validation, Path folder) throws IOException {
        Path cache = Files.createTempDirectory("cache");
        try (Clip clip = Clip.load(ModelFolder.of(folder.toString()), new Clip.Options("cpu", 1, "fp32", new Decoding(1 << 24, false, false, false), cache))) {
            Map<DrawnTask, Validation.Scores> scores = validation.of(clip);
            System.out.println("VALIDATION step " + step + " " + scores.entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %.1f/%.1f", e.getKey()
                    .label(), 100 * e.getValue().generic(), 100 * e.getValue().specific())).collect(Collectors.joining("  "))
                    + String.format(Locale.ROOT, "  MEAN7 %.1f/%.1f", mean(scores, true), mean(scores, false)));
        }
    }

    private static double mean(Map<DrawnTask, Validation.Scores> scores, boolean generic) {
        return scores.entrySet().stream().filter(e -> e.getKey() != DrawnTask.OBJTEX).mapToDouble(e -> 100 * (generic ? e.getValue().generic() : e.getValue().specific())).average().orElseThrow();
    }
}
