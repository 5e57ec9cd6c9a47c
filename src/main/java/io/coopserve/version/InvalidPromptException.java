package io.coopserve.version;

/** A prompt cannot be imported, measured or changed as it was asked for. */
public final class InvalidPromptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidPromptException(String message) {
        super(message);
    }
}
