package io.coopserve.torture;

import java.time.Instant;

/** An object as it lies in the storage. */
record Stored(String key, Instant modified) {}
