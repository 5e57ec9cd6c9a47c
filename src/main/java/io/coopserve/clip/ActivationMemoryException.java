package io.coopserve.clip;

/** A training step cannot be done within the memory that it may hold. */
public class ActivationMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ActivationMemoryException(long needed, long bound) {
        super("A training step needs %d KiB even for one class at a time; coop.adapt.activations allows %d KiB.".formatted(
                (needed >> 10) + 1, bound >> 10));
    }
}
