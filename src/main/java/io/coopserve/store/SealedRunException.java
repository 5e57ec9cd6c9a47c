package io.coopserve.store;

/** A run that has ended publishes nothing any more. */
public final class SealedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealedRunException() {
        super("the run has ended");
    }
}
