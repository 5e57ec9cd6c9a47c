package io.coopserve.store;

import io.coopserve.tenant.Name;

/** What is stored of a version is not what was published. */
public final class DamagedVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedVersionException(Name prompt, int version) {
        super(("Version %d of prompt \"%s\" is damaged in the storage: its content is not what was published. Move the pointer to "
                + "another version, or learn it again.").formatted(version, prompt));
    }
}
