package io.coopserve.run;

/** An Idempotency-Key came with another request before. */
public final class KeyReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyReusedException(String run) {
        super(("This Idempotency-Key came with another prompt or recipe before, which began run %s: send a new key with a new "
                + "request.").formatted(run));
    }
}
