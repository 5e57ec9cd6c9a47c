package io.coopserve.store;

import io.coopserve.tenant.Name;

/** A prompt has as many versions as are kept. */
public final class TooManyVersionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyVersionsException(Name prompt, int most) {
        super("Prompt \"%s\" has %d versions, which is all that are kept: delete one first.".formatted(prompt, most));
    }
}
