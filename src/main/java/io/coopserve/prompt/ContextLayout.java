package io.coopserve.prompt;

import java.util.Optional;

/**
 * How a learned context and a class name make a prompt (CoOp, section 3.1).
 *
 * @param length M, the number of context vectors in a prompt
 * @param classSpecific whether each of K classes has M vectors of its own, or all share M (a unified context)
 * @param position where the name stands
 * @param words what the official code was given as {@code ctx_init}, if it may have had more tokens than words: the context
 *        replaced its first M tokens, and the others stayed behind it
 */
public record ContextLayout(int length, boolean classSpecific, ClassPosition position, Optional<String> words) {

    /** The paper's default: M vectors for all classes, the name at the end. */
    public static ContextLayout unified(int length) {
        return new ContextLayout(length, false, ClassPosition.END, Optional.empty());
    }

    /** Number of context vectors of K classes. */
    public int vectors(int classes) {
        return classSpecific ? classes * length : length;
    }
}
