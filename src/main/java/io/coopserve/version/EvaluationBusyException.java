package io.coopserve.version;

/** Another evaluation is under way. */
public final class EvaluationBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvaluationBusyException() {
        super("Another evaluation is under way; try again when it is done.");
    }
}
