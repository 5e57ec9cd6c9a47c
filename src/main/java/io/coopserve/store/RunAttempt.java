package io.coopserve.store;

import java.util.Optional;

import io.coopserve.tenant.TenantId;

/** The right to write for a run. The highest number has it; whoever had it before has lost it. */
public record RunAttempt(TenantId tenant, String run, int number) {
    /** The one that this one took the run from, if there was one. */
    public Optional<RunAttempt> former() {
        return number == 1
                ? Optional.empty()
                : Optional.of(new RunAttempt(tenant, run, number - 1));
    }
}
