package io.coopserve.tensors;

/** A tensor file that is truncated, contradicts itself or is not one at all. */
public final class InvalidTensorFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidTensorFileException(String message) {
        super(message);
    }
}
