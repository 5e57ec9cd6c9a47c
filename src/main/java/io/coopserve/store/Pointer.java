package io.coopserve.store;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which version of a prompt answers.
 *
 * @param sequence number of the move that put it there, the ETag of the pointer; 0: never moved
 * @param version 0: the prompt was deleted, or never was
 * @param highest highest version number seen when it was moved
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record Pointer(long sequence, int version, int highest) {
    static final Pointer NONE = new Pointer(0, 0, 0);
}
