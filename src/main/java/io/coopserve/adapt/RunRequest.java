package io.coopserve.adapt;

import java.time.Instant;

import io.coopserve.tenant.Name;

/** What was asked for, as it is stored before a run is acknowledged. */
public record RunRequest(String run, Name prompt, Instant created, Recipe recipe) {}
