package io.coopserve.prompt;

import java.util.List;
import java.util.Optional;

import io.coopserve.tensors.InvalidTensorFileException;

/**
 * One weight for each class: what prompts of hand-written words or of a learned context stand for.
 *
 * @param weights text features of the K prompts: (K, e), each of length 1
 * @param context what was learned, if anything was
 */
public record ClassWeights(String model, List<String> classes, float logitScale, float[][] weights,
        Optional<LearnedContext> context) implements LearnedPrompt.OnHost {

    public ClassWeights {
        classes = List.copyOf(classes);
        if (classes.size() != weights.length) {
            throw new InvalidTensorFileException("%d classes have %d weights".formatted(classes.size(), weights.length));
        }
    }

    @Override
    public Classifier packed() {
        return new HostClassifier(this);
    }

    @Override
    public long size() {
        return (long) weights.length * weights[0].length;
    }
}
