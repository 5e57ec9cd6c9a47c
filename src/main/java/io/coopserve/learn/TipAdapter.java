package io.coopserve.learn;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import io.coopserve.prompt.Cached;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Scores;

/**
 * Tip-Adapter (arXiv 2111.03930), without training: hand-written prompts with the training images in a cache beside them. α and
 * β are those of a grid under which each training image is most likely to be what it is by the hand-written prompts and all OTHER
 * training images; the paper chooses them on validation images, which a few shots do not leave.
 */
final class TipAdapter implements Method {
    static final String NAME = "tip-adapter";
    private static final double[] ALPHAS = {1, 0, 0.1, 0.2, 0.5, 2, 3, 5, 10, 20, 50}; // the paper's first: of equals the first counts
    private static final double[] BETAS = {5.5, 1, 2, 3.5, 7, 10, 20, 40};
    private static final int MOST_QUESTIONS = 512; // images that α and β are chosen by

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean trains() {
        return false;
    }

    @Override
    public Defaults defaults() {
        return Defaults.NONE;
    }

    @Override
    public Optional<Classifier> untrained(Start start, Random random) {
        return Optional.empty();
    }

    @Override
    public Learned learn(Lesson lesson) {
        TrainingImages images = lesson.images();
        LabelledFeatures keys = images.batch(IntStream.range(0, images.size()).toArray(), lesson.random());
        Cached prompt = new Choice(lesson.handWritten(), lesson.start().clip().logitScale(), keys).best(lesson.start());
        return new Learned(prompt, Optional.empty(), List.of(
                "Tip-Adapter with α = %s and β = %s, chosen by taking each training image out of the cache in turn.".formatted(
                        prompt.alpha(), prompt.beta())));
    }

    /** Of α and β, by images that are taken out of the cache one at a time. */
    private static final class Choice {
        private final float[][] weights; // (K, e)
        private final LabelledFeatures keys;
        private final int[] questions;
        private final double[][] zeroShot; // (Q, K)
        private final double[][] distances; // (Q, N), 1 − cosine

        Choice(float[][] weights, float scale, LabelledFeatures keys) {
            this.weights = weights;
            this.keys = keys;
            int count = Math.min(MOST_QUESTIONS, keys.size());
            this.questions = IntStream.range(0, count).map(i -> (int) ((long) i * keys.size() / count)).toArray();
            this.zeroShot = IntStream.of(questions).mapToObj(i -> Scores.logits(keys.features()[i], weights, scale)).toArray(
                    double[][]::new);
            this.distances = IntStream.of(questions).mapToObj(i -> IntStream.range(0, keys.size()).mapToDouble(n -> 1 - Scores
                    .dot(keys.features()[i], keys.features()[n])).toArray()).toArray(double[][]::new);
        }

        Cached best(Start start) {
            double best = Double.NEGATIVE_INFINITY;
            double alpha = 0;
            double beta = 0;
            for (double b : BETAS) {
                double[][] cache = cache(b);
                for (double a : ALPHAS) {
                    double likelihood = likelihood(a, cache);
                    if (likelihood > best) {
                        best = likelihood;
                        alpha = a;
                        beta = b;
                    }
                }
            }
            return new Cached(start.clip().fingerprint(), start.classNames(), start.clip().logitScale(), weights, keys
                    .features(), keys.labels(), alpha, beta);
        }

        /** What all other images in the cache say of each question, for α = 1: (Q, K). */
        private double[][] cache(double beta) {
            double[][] said = new double[questions.length][weights.length];
            for (int q = 0; q < questions.length; q++) {
                for (int n = 0; n < keys.size(); n++) {
                    said[q][keys.labels()[n]] += n == questions[q] ? 0 : Math.exp(-beta * distances[q][n]);
                }
            }
            return said;
        }

        /** Sum of log-probabilities of the right classes. */
        private double likelihood(double alpha, double[][] cache) {
            double sum = 0;
            for (int q = 0; q < questions.length; q++) {
                double[] logits = new double[weights.length];
                for (int k = 0; k < logits.length; k++) {
                    logits[k] = zeroShot[q][k] + alpha * cache[q][k];
                }
                sum += Scores.logProbability(logits, keys.labels()[questions[q]]);
            }
            return sum;
        }
    }
}
