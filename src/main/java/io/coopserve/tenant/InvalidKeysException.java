package io.coopserve.tenant;

/** A keys file that cannot be read or is not one. The message holds nothing of its content. */
public final class InvalidKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidKeysException(String message) {
        super(message);
    }
}
