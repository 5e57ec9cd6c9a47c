package io.coopserve.classify;

/** Nobody waits for the answer any more. */
public final class SenderGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SenderGoneException() {
        super("The connection was closed before the answer was there.");
    }
}
