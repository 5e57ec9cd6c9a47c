package io.coopserve.clip;

/** A training step cannot be done within the memory that it may hold. */
public class ActivationMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ActivationMemoryException(long needed, long bound) {
        super("A training step needs %d MiB even for one class at a time; coop.adapt.activations allows %d MiB."
                .formatted(mebibytes(
                        needed), bound >> 20));
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
