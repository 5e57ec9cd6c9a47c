package io.coopserve.learn;

import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.clip.Features;
import io.coopserve.clip.TextPass;
import io.coopserve.clip.TrainablePrompts;
import io.coopserve.torch.Torch;

/**
 * Mean cross-entropy of scale × cosine between frozen image features and the text features of prompts (CoOp, section 3.1), as
 * a function of contexts (C, M, d): the same for all images (C = 1), or one for each (C = B). If it is guided, plus λ (1 − mean
 * cosine) of text features to those of hand-written prompts (KgCoOp, arXiv 2303.13283, section 3.2). Inside
 * {@link Torch#inference}.
 */
final class CrossEntropy {
    private final Torch torch;
    private final ClassPrompts prompts;
    private final TrainablePrompts trainable;
    private final float scale;
    private final Optional<Guide> guide;

    /**
     * What text features should stay near to.
     *
     * @param weights class weights (K, e), each of length 1
     * @param strength λ
     */
    record Guide(float[][] weights, float strength) {}

    /**
     * @param value mean over the batch
     * @param gradient for what it is a function of
     * @param correct images of the batch that were classified right
     */
    record Loss(double value, float[] gradient, int correct) {}

    CrossEntropy(Clip clip, ClassPrompts prompts, Training training) {
        this(clip, prompts, training, Optional.empty());
    }

    CrossEntropy(Clip clip, ClassPrompts prompts, Training training, Optional<Guide> guide) {
        this.torch = clip.torch();
        this.prompts = prompts;
        this.trainable = prompts.trainable(training.precision(), training.activations());
        this.scale = clip.logitScale();
        this.guide = guide;
    }

    /** The loss of a batch of B images, with its gradient for the contexts. */
    Loss of(NDArray contexts, LabelledFeatures batch) {
        TextPass text = trainable.forward(contexts);
        Loss loss = ofTexts(text.features(), batch);
        NDArray gradient = torch.array(loss.gradient, text.features().getShape().getShape());
        return new Loss(loss.value, text.backward(gradient).toFloatArray(), loss.correct);
    }

    /** Logits (B, K) of images. */
    NDArray logits(NDArray contexts, LabelledFeatures images) {
        return logitsOfTexts(Features.normalised(prompts.features(contexts)), images);
    }

    /** @param texts features (C, K, e), not normalised */
    private Loss ofTexts(NDArray texts, LabelledFeatures batch) {
        float[] values = texts.toFloatArray(); // what a program made can take part in no gradient
        return torch.training(() -> {
            NDArray leaf = torch.array(values, texts.getShape().getShape());
            leaf.setRequiresGradient(true);
            NDArray directions = Features.normalised(leaf);
            NDArray logits = logitsOfTexts(directions, batch);
            NDArray loss = logits.logSoftmax(-1).mul(targets(batch, prompts.classes())).sum();
            float constant = 0;
            if (guide.isPresent()) {
                loss = loss.add(directions.mul(nearness(guide.get(), directions)).sum());
                constant = guide.get().strength;
            }
            return new Loss(loss.getFloat() + constant, torch.backward(loss, List.of(leaf)).get(0),
                    correct(logits.toFloatArray(), batch
                            .labels()));
        });
    }

    /** −λ × cosine to the guide, as the mean over classes and contexts sums it up: (1, K, e). */
    private NDArray nearness(Guide to, NDArray directions) {
        float[] towards = Features.flat(to.weights);
        float share = -to.strength / (directions.getShape().get(0) * directions.getShape().get(1));
        for (int i = 0; i < towards.length; i++) {
            towards[i] *= share;
        }
        return torch.array(towards, 1, to.weights.length, to.weights[0].length);
    }

    /** @param texts features (C, K, e), each of length 1 */
    private NDArray logitsOfTexts(NDArray texts, LabelledFeatures batch) {
        long contexts = texts.getShape().get(0);
        float[] scaled = Features.flat(batch.features()); // before the product, as the official code does it
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= scale;
        }
        NDArray images = torch.array(scaled, contexts, batch.size() / contexts, texts.getShape().get(2));
        return images.matMul(texts.transpose(0, 2, 1)).reshape(batch.size(), -1);
    }

    /** One-hot, with the sign and the share in the mean that an image's log-probability has in the loss: (B, K). */
    private NDArray targets(LabelledFeatures batch, int classes) {
        float[] targets = new float[batch.size() * classes];
        for (int i = 0; i < batch.size(); i++) {
            targets[i * classes + batch.labels()[i]] = -1f / batch.size();
        }
        return torch.array(targets, batch.size(), classes);
    }

    private static int correct(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = logits[i * classes + k] > logits[i * classes + best] ? k : best;
            }
            correct += best == labels[i] ? 1 : 0;
        }
        return correct;
    }
}
