package io.coopserve.store;

/** The pointer is no longer where the caller saw it. */
public final class PointerMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PointerMovedException(long expected, long actual) {
        super("The pointer has moved: If-Match says \"%d\", the current ETag is \"%d\". Read it and decide again.".formatted(
                expected, actual));
    }
}
