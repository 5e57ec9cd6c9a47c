package io.coopserve.prompt;

import java.util.Optional;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Tensor;

/**
 * Context vectors v_1 … v_M (CoOp, section 3.1).
 *
 * @param vectors (M, d), or (K, M, d) if each class has its own, in row-major order
 * @param width d
 */
public record LearnedContext(ContextLayout layout, float[] vectors, int width) {
    /** The context of a prompt, if one was learned. */
    public static Optional<LearnedContext> of(LearnedPrompt prompt) {
        return prompt instanceof ClassWeights weights
                ? weights.context()
                : prompt instanceof Conditional conditional ? Optional.of(conditional.context()) : Optional.empty();
    }

    /** (M, d), or (K, M, d) if each class has its own. */
    Tensor tensor(String name) {
        int count = vectors.length / width;
        return layout.classSpecific()
                ? Tensor.of(name, vectors, count / layout.length(), layout.length(), width)
                : Tensor.of(name, vectors, count, width);
    }

    public LearnedContext {
        if (vectors.length == 0 || vectors.length % (layout.length() * width) != 0) {
            throw new InvalidTensorFileException("%d numbers are no contexts of %d vectors of %d".formatted(vectors.length,
                    layout.length(), width));
        }
    }
}
