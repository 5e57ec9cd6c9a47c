package io.coopserve.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.coopserve.tenant.TenantId;

/**
 * Runs that wait for a place, and those that have one. The next place is for the tenant with the fewest runs under way, among
 * such for the one that was served longest ago, and there for its oldest run: who queues many waits for its own. Thread-safe.
 */
final class FairQueue {
    private static final int MOST_REMEMBERED = 1000;

    private final List<AdaptationRun> waiting = new ArrayList<>(); // in the order they came
    private final List<AdaptationRun> underWay = new ArrayList<>();
    private final List<TenantId> served = new ArrayList<>(); // the latest last; whom it forgot was served before all of these

    synchronized void add(AdaptationRun run) {
        waiting.add(run);
    }

    /** @return false if it does not wait any more */
    synchronized boolean withdraw(AdaptationRun run) {
        return waiting.remove(run);
    }

    /** Gives a place to the run whose turn it is, until it has {@link #ended}; empty if none waits. */
    synchronized Optional<AdaptationRun> next() {
        Optional<AdaptationRun> next = waiting.stream().min(Comparator.comparingLong(this::ofItsTenantUnderWay)
                .thenComparing(run -> served.indexOf(run.tenant()))); // of equals the first, which is the oldest
        next.ifPresent(run -> {
            waiting.remove(run);
            underWay.add(run);
            served.remove(run.tenant());
            served.add(run.tenant());
            served.subList(0, Math.max(0, served.size() - MOST_REMEMBERED)).clear();
        });
        return next;
    }

    private long ofItsTenantUnderWay(AdaptationRun run) {
        return underWay.stream().filter(other -> other.tenant().equals(run.tenant())).count();
    }

    synchronized void ended(AdaptationRun run) {
        underWay.remove(run);
    }

    /** All that wait or are under way. */
    synchronized List<AdaptationRun> all() {
        return Stream.concat(waiting.stream(), underWay.stream()).toList();
    }
}
