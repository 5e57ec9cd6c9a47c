package io.coopserve.learn;

/** A recipe that cannot be run: the message says which value is wrong and what would be right. */
public final class InvalidRecipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRecipeException(String message) {
        super(message);
    }
}
