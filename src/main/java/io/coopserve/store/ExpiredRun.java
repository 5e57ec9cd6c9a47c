package io.coopserve.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of a run that is not open: all of it if it ended long ago or was never accepted, its events and checkpoints if it ended some
 * time ago.
 *
 * @param objects all of the run
 */
record ExpiredRun(ObjectStore store, Inventory objects) {
    private static final String DETAIL = "\\d+/(events|checkpoints)/.*|readers/.*";

    /**
     * @param old what was never accepted, or came after the deletion of its tenant, expires if it is older
     * @param forgotten all of it expires if it ended before
     * @param told events and checkpoints expire if it ended before
     */
    void delete(Instant old, Instant forgotten, Instant told) {
        Optional<Instant> ended = objects.has("run.json") ? ended() : Optional.empty();
        if (ended.isEmpty() ? objects.isOlderThan(old) : ended.get().isBefore(forgotten)) {
            store.delete(objects.keys(List.of("run.json"))); // first: without it there is no run
            store.delete(objects.keys());
        } else if (ended.isPresent() && ended.get().isBefore(told)) {
            store.delete(objects.keys(objects.paths().stream().filter(path -> path.matches(DETAIL)).toList()));
        }
    }

    /** When, by the highest attempt or by what decides for all of them. */
    private Optional<Instant> ended() {
        long attempt = Numbers.highest(Numbers.in(objects.in("leases").paths()));
        return Stream.of(attempt + "/end.json", Publication.FOLDER + "/" + Publication.LEARNED)
                .flatMap(path -> objects.created(path).stream())
                .findFirst();
    }
}
