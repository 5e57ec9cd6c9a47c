package io.coopserve.torture;

import java.util.HashSet;
import java.util.Set;

/** What a data set may be by now, as hashes of its content; {@link #ABSENT} among them if it may be gone. */
final class DatasetModel {
    static final String ABSENT = "absent";

    private final boolean shared;
    private Set<String> possible = new HashSet<>(Set.of(ABSENT));

    /** @param shared others upload too, so that the last one cannot be told */
    DatasetModel(boolean shared) {
        this.shared = shared;
    }

    synchronized boolean mayBe(String content) {
        return possible.contains(content);
    }

    synchronized boolean isCertainlyThere() {
        return !possible.contains(ABSENT);
    }

    synchronized boolean mayBeThere() {
        return !possible.equals(Set.of(ABSENT));
    }

    synchronized Set<String> possible() {
        return Set.copyOf(possible);
    }

    synchronized void doubt(String content) {
        possible.add(content);
    }

    synchronized void acknowledge(String content) {
        if (shared) {
            possible.remove(ABSENT);
        } else {
            possible.clear();
        }
        possible.add(content);
    }

    /** What was in doubt did not happen. */
    synchronized void restore(Set<String> before) {
        if (!shared) {
            possible = new HashSet<>(before);
        }
    }
}
