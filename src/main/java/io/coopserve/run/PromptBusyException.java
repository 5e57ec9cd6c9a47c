package io.coopserve.run;

import io.coopserve.tenant.Name;

/** Another run is teaching the same prompt. */
public final class PromptBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PromptBusyException(Name prompt, String run) {
        super("Run %s is adapting prompt \"%s\"; wait for its end or cancel it.".formatted(run, prompt));
    }
}
