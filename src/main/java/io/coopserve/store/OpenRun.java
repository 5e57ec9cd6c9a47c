package io.coopserve.store;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** A run that was accepted and has not ended. */
public record OpenRun(TenantId tenant, Name prompt, String run) {}
