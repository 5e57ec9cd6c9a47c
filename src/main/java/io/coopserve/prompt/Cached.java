package io.coopserve.prompt;

import java.util.Arrays;
import java.util.List;

import io.coopserve.tensors.InvalidTensorFileException;

/**
 * Hand-written prompts with a cache of training images beside them (Tip-Adapter, arXiv 2111.03930, section 3.1): logits are
 * scale × cosine + α exp(−β (1 − cosine to a key)) for every key of the class.
 *
 * @param weights text features of the K hand-written prompts: (K, e), each of length 1
 * @param keys features of training images: (N, e), each of length 1
 * @param labels class index of each key
 * @param alpha α, what the cache counts
 * @param beta β, how near to a key an image has to be
 */
public record Cached(String model, List<String> classes, float logitScale, float[][] weights, float[][] keys, int[] labels,
        double alpha, double beta) implements LearnedPrompt.OnHost {

    public Cached {
        classes = List.copyOf(classes);
        int count = classes.size();
        if (count != weights.length || keys.length != labels.length || Arrays.stream(labels).anyMatch(k -> k < 0
                || k >= count)) {
            throw new InvalidTensorFileException("%d weights and %d keys with %d labels are no cache of %d classes".formatted(
                    weights.length, keys.length, labels.length, count));
        }
    }

    @Override
    public Classifier packed() {
        return new HostClassifier(this);
    }

    @Override
    public long size() {
        return (long) (weights.length + keys.length) * weights[0].length;
    }
}
