package io.coopserve.dataset;

/** An upload that is no archive we read. */
public final class UnknownArchiveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownArchiveException(String message) {
        super(message);
    }
}
