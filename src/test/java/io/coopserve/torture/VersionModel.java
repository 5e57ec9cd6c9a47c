package io.coopserve.torture;

/**
 * A version that was acknowledged.
 *
 * @param sha256 of its file, empty if nobody has looked
 * @param presence what became of it
 */
record VersionModel(String sha256, Presence presence) {
    /** Whether it is there. */
    enum Presence {
        THERE, GONE, IN_DOUBT
    }

    VersionModel with(Presence other) {
        return new VersionModel(sha256, other);
    }
}
