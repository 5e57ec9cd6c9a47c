package io.coopserve.store;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * What a run publishes, {@code runs/{run}/published/{part}}: created once, it decides for all attempts of the run.
 *
 * @param part of what the run publishes; most publish one
 */
public record Publication(TenantId tenant, Name prompt, String run, String part) {
    ObjectKey key() {
        return Runs.folder(tenant, run).then("published", part);
    }
}
