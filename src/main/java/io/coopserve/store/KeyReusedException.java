package io.coopserve.store;

/** An Idempotency-Key came with another request before. */
public final class KeyReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param request what the key came with: "another archive or seed" */
    public KeyReusedException(String request) {
        super("This Idempotency-Key came with %s before: send a new key with a new request.".formatted(request));
    }
}
