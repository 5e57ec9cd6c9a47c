package io.coopserve.store;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * What a run publishes, {@code runs/{run}/published/{part}}: created once, it decides for all attempts of the run.
 *
 * @param part of what the run publishes; most publish one
 */
public record Publication(TenantId tenant, Name prompt, String run, String part) {
    /** What comes out in the end: it decides how the run has ended. */
    public static final String LEARNED = "learned";
    /** What is published before the training. */
    public static final String MEANWHILE = "meanwhile";
    static final String FOLDER = "published";

    ObjectKey key() {
        return Runs.folder(tenant, run).then(FOLDER, part);
    }
}
