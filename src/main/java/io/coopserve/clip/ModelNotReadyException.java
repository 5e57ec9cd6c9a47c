package io.coopserve.clip;

/** The model is still being loaded: ask again in a few seconds. */
public final class ModelNotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelNotReadyException() {
        super("The model is being loaded; /q/health/ready tells when it can answer.");
    }
}
