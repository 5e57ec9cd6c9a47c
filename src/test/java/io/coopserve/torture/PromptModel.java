package io.coopserve.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.coopserve.torture.VersionModel.Presence;

/** What was acknowledged of a prompt: its versions, and in which order the pointer was moved. Thread-safe. */
final class PromptModel {
    private final Map<Integer, VersionModel> versions = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> moves = new HashMap<>();
    private final Set<String> doubtfulImports = new HashSet<>();
    private int doubtfulRuns;
    private boolean deletionSent;

    /**
     * An acknowledged step of the pointer.
     *
     * @param sequence 0: a version was published, and where the pointer was put is not known
     * @param begun versions and moves that were acknowledged before it was asked for
     */
    record Step(long sequence, int version, int begun) {}

    synchronized Map<Integer, VersionModel> versions() {
        return Map.copyOf(versions);
    }

    synchronized List<Integer> versionsThere() {
        return versions.entrySet().stream().filter(version -> version.getValue().presence() == Presence.THERE).map(
                Map.Entry::getKey).toList();
    }

    /** @return the sum of what was acknowledged so far */
    synchronized int begin() {
        return steps.size();
    }

    /**
     * A run or an import is known to have published.
     *
     * @return what is wrong with that
     */
    synchronized Optional<String> published(int version, String sha256, int begun) {
        VersionModel before = versions.putIfAbsent(version, new VersionModel(sha256, Presence.THERE));
        steps.add(new Step(0, version, begun));
        return before == null ? Optional.empty() : Optional.of("version %d was published twice".formatted(version));
    }

    /** A run published while its prompt was deleted, before or after that. */
    synchronized void publishedSomewhen(int version) {
        versions.putIfAbsent(version, new VersionModel("", Presence.IN_DOUBT));
    }

    synchronized String sha256(int version) {
        return versions.get(version).sha256();
    }

    synchronized void seen(int version, String sha256) {
        versions.computeIfPresent(version, (number, known) -> new VersionModel(sha256, known.presence()));
    }

    synchronized void set(int version, Presence presence) {
        versions.computeIfPresent(version, (number, known) -> known.with(presence));
    }

    /** A move is about to be asked for. */
    synchronized void moving(int version) {
        moves.merge(version, 1, Integer::sum);
    }

    synchronized void notMoved(int version) {
        moves.merge(version, -1, Integer::sum);
    }

    synchronized void moved(long sequence, int version, int begun) {
        steps.add(new Step(sequence, version, begun));
    }

    synchronized void importing(String sha256) {
        doubtfulImports.add(sha256);
    }

    synchronized boolean mayHaveImported(String sha256) {
        return doubtfulImports.contains(sha256);
    }

    synchronized void doubtRun() {
        doubtfulRuns++;
    }

    synchronized int doubtfulRuns() {
        return doubtfulRuns;
    }

    synchronized void deleting() {
        deletionSent = true;
        steps.clear(); // it may go, and its log with it
        versions.replaceAll((number, version) -> version.presence() == Presence.THERE
                ? version.with(Presence.IN_DOUBT)
                : version);
    }

    synchronized void deleted() {
        versions.replaceAll((number, version) -> version.with(Presence.GONE));
    }

    synchronized boolean mayBeDeleted() {
        return deletionSent;
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How often a version may be in the log: when it was published, and as often as somebody asked for it. */
    synchronized int most(int version) {
        return 1 + moves.getOrDefault(version, 0);
    }
}
