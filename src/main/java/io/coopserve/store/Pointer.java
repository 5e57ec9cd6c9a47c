package io.coopserve.store;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which version of a prompt answers.
 *
 * @param sequence number of the move that put it there, the ETag of the pointer; 0: never moved
 * @param version 0: the prompt was deleted, or never was
 * @param highest highest version number seen when it was moved
 * @param retired all versions up to this one were deleted with the prompt: it never points at one of them again
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record Pointer(long sequence, int version, int highest, int retired) {
    static final Pointer NONE = new Pointer(0, 0, 0, 0);

    Pointer next(int target, int seen) {
        return new Pointer(sequence + 1, target, Math.max(highest, seen), retired);
    }

    Pointer retire(int seen) {
        int all = Math.max(highest, seen);
        return new Pointer(sequence + 1, 0, all, all);
    }
}
