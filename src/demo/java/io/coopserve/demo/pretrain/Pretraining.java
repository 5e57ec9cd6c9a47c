package io.coopserve.demo.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.coopserve.clip.Tokenizer;
import io.coopserve.demo.caption.Corpus;
import io.coopserve.demo.model.BytePairTrainer;
import io.coopserve.demo.model.HuggingFaceFolder;
import io.coopserve.demo.model.InitialWeights;
import io.coopserve.model.ClipSizes;
import io.coopserve.model.Vocabulary;
import io.coopserve.tensors.Tensor;

/**
 * Trains a CLIP from a seed, contrastively, on drawings and their captions (CLIP, section 2). The same plan gives the same
 * weights on the same kind of machine; on another the sums of libtorch's products may end in other bits, which training makes
 * into other weights.
 */
public final class Pretraining {
    private static final int REPLICAS = 2; // fixed: what is added in another order is another sum
    private static final double LONGEST_GRADIENT = 1;
    private static final String SCALE = "logit_scale";

    private final Plan plan;
    private final Vocabulary vocabulary;
    private final ClipSizes sizes;
    private final Pool pool;

    /** Hears how it goes. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called after every step.
         *
         * @param step from 1
         * @param loss of the step's batch
         * @param scale what cosines are multiplied with
         */
        void after(int step, double loss, double scale, Model model);
    }

    /** A model as it is at some step. */
    @FunctionalInterface
    public interface Model {
        /** Writes it as a folder of Hugging Face's. */
        void write(Path folder);
    }

    /** Learns the vocabulary and draws the pool. */
    public Pretraining(Plan plan) {
        this.plan = plan;
        this.vocabulary = BytePairTrainer.train(Corpus.captions(plan.captions(), plan.seed()), plan.tokens());
        this.sizes = plan.sizes(vocabulary.ids().size());
        this.pool = Pool.draw(plan.drawings(), plan.side(), plan.seed());
    }

    public void run(Listener listener) {
        Batches batches = new Batches(pool, new Tokenizer(vocabulary), new Pixels(plan.preprocessing()), plan);
        Map<String, Tensor> initial = InitialWeights.of(sizes, plan.seed());
        LogitScale scale = new LogitScale(initial.get(SCALE).floats()[0]);
        try (Replicas replicas = new Replicas(sizes, initial, REPLICAS)) {
            AdamW optimiser = new AdamW(replicas.leaves(), plan.decay(), LONGEST_GRADIENT);
            for (int step = 1; step <= plan.steps(); step++) {
                ContrastiveLoss.Result result = replicas.backward(batches.next(step), scale.value());
                optimiser.step(plan.rate(step));
                scale.step(result.scaleGradient(), plan.rate(step));
                listener.after(step, result.loss(), Math.exp(scale.value()), folder -> write(folder, replicas, scale));
            }
        }
    }

    private void write(Path folder, Replicas replicas, LogitScale scale) {
        Map<String, Tensor> weights = new LinkedHashMap<>(replicas.weights());
        weights.put(SCALE, Tensor.of(SCALE, new float[]{(float) scale.value()}));
        try {
            new HuggingFaceFolder(sizes, plan.preprocessing(), vocabulary, weights).write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
