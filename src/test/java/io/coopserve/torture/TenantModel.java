package io.coopserve.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was acknowledged to a tenant since it was last deleted. One client drives it, unless it is shared. */
final class TenantModel {
    private final String name;
    private final boolean shared;
    private final Map<String, DatasetModel> datasets = new ConcurrentHashMap<>();
    private final Map<String, PromptModel> prompts = new ConcurrentHashMap<>();
    private final List<RunModel> runs = new ArrayList<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Map<String, DatasetContent> uploads = new ConcurrentHashMap<>();
    private boolean touched;
    private boolean deleting;
    private volatile boolean late;
    private long lastDoubt;

    TenantModel(String name, boolean shared) {
        this.name = name;
        this.shared = shared;
    }

    boolean isShared() {
        return shared;
    }

    String at(String path) {
        return "/v1/tenants/" + name + path;
    }

    Map<String, DatasetModel> datasets() {
        return datasets;
    }

    Map<String, PromptModel> prompts() {
        return prompts;
    }

    DatasetModel dataset(String dataset) {
        return datasets.computeIfAbsent(dataset, unknown -> new DatasetModel(shared));
    }

    PromptModel prompt(String prompt) {
        return prompts.computeIfAbsent(prompt, unknown -> new PromptModel());
    }

    /** Uploads that were acknowledged, by their keys. */
    Map<String, DatasetContent> uploads() {
        return uploads;
    }

    synchronized List<RunModel> runs() {
        return List.copyOf(runs);
    }

    List<RunModel> openRuns() {
        return runs().stream().filter(RunModel::isOpen).toList();
    }

    Optional<RunModel> run(String id) {
        return runs().stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** Once more is no other run. */
    synchronized RunModel accepted(String id, String prompt, String dataset) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst().orElseGet(() -> {
            RunModel run = new RunModel(id, prompt, dataset);
            runs.add(run);
            return run;
        });
    }

    /** Runs that were deleted with the tenant. */
    Set<String> gone() {
        return gone;
    }

    /** Something is about to be sent that may leave an object. */
    synchronized void touch() {
        touched = true;
    }

    /** Whether nothing was sent since it was deleted. */
    synchronized boolean isEmpty() {
        return !touched;
    }

    synchronized void deleting() {
        deleting = true;
    }

    /** Its deletion was never acknowledged, so that it may have lost anything. */
    synchronized boolean isHalfDeleted() {
        return deleting;
    }

    synchronized void deleted() {
        runs.forEach(run -> gone.add(run.id()));
        runs.clear();
        datasets.clear();
        prompts.clear();
        uploads.clear();
        touched = false;
        deleting = false;
    }

    synchronized void doubt() {
        lastDoubt = System.nanoTime();
    }

    /** Something that was sent may still be done at any time, so that nothing more may be built on it. */
    void late() {
        late = true;
    }

    boolean isLate() {
        return late;
    }

    /** Seconds since an answer was lost. */
    synchronized double secondsSinceDoubt() {
        return lastDoubt == 0 ? Double.POSITIVE_INFINITY : (System.nanoTime() - lastDoubt) / 1e9;
    }

    @Override
    public String toString() {
        return name;
    }
}
