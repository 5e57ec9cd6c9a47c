package io.coopserve.dataset;

/** An upload beyond the limits. */
public final class ArchiveTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArchiveTooLargeException(String message) {
        super(message);
    }
}
