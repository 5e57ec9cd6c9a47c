package io.coopserve.prompt;

import io.coopserve.tensors.InvalidTensorFileException;

/**
 * Context vectors v_1 … v_M (CoOp, section 3.1).
 *
 * @param vectors (M, d), or (K, M, d) if each class has its own, in row-major order
 * @param width d
 */
public record LearnedContext(ContextLayout layout, float[] vectors, int width) {
    public LearnedContext {
        if (vectors.length == 0 || vectors.length % (layout.length() * width) != 0) {
            throw new InvalidTensorFileException("%d numbers are no contexts of %d vectors of %d".formatted(vectors.length,
                    layout.length(), width));
        }
    }
}
