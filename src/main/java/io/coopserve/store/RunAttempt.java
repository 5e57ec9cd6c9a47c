package io.coopserve.store;

import io.coopserve.tenant.TenantId;

/** The right to write for a run. The highest number has it; whoever had it before has lost it. */
public record RunAttempt(TenantId tenant, String run, int number) {}
