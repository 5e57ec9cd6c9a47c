package io.coopserve.run;

/** Runs cannot be performed now. */
public final class ExecutorUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExecutorUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
