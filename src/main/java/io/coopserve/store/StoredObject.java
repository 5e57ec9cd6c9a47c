package io.coopserve.store;

import java.time.Instant;

/**
 * An object as a listing shows it.
 *
 * @param path relative to the folder that was listed
 * @param created by the clock of the storage
 */
record StoredObject(String path, Instant created) {}
