package io.coopserve.torture;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/** Objects that are nobody's, long after whoever wrote them has ended; and traces of owners that did not stop. */
final class Orphans {
    /** What a deposed owner may need to find out. */
    private static final Duration TO_STOP = Duration.ofSeconds(10);

    private final Inventory inventory;
    private final Losses losses;

    Orphans(Inventory inventory, Losses losses) {
        this.inventory = inventory;
        this.losses = losses;
    }

    void find() {
        inventory.below("temporary/").forEach(draft -> losses.add("a draft was left: %s", draft));
        inventory.like("tenants/", "[^/]+/prompts/[^/]+/versions/\\d+/prompt\\.safetensors").map(MatchResult::group).filter(
                file -> !inventory.has(file.replace("prompt.safetensors", "card.json"))).forEach(
                        file -> losses.add(
                                "a version's file has no card: %s", file));
        uploads();
        runs();
        inventory.like("open/", "([^/]+)/[^/]+/([^/]+)")
                .forEach(entry -> losses.add("an entry of a run that has ended was left: %s",
                        entry.group()));
    }

    private void uploads() {
        Map<String, Set<String>> uploads = inventory.like("tenants/", "([^/]+/datasets/[^/]+/)uploads/([^/]+)/.*").collect(
                Collectors.groupingBy(match -> "tenants/" + match.group(1), TreeMap::new, Collectors.mapping(match -> match
                        .group(2), Collectors.toSet())));
        uploads.forEach((dataset, ids) -> {
            List<Long> manifests = inventory.numbers(dataset + "manifests/", "");
            String counts = manifests.isEmpty()
                    ? ""
                    : inventory.json(dataset + "manifests/" + manifests.get(manifests.size() - 1))
                            .map(manifest -> manifest.path(
                                    "upload").asText())
                            .orElse("");
            ids.stream().filter(id -> !id.equals(counts)).forEach(id -> losses.add(
                    "images of an upload that does not count were left: %suploads/%s", dataset, id));
        });
    }

    private void runs() {
        inventory.like("tenants/", "([^/]+/runs/[^/]+/).*").map(match -> "tenants/" + match.group(1)).distinct().filter(
                run -> !inventory.has(run + "run.json")).forEach(
                        run -> losses.add(
                                "objects of a run that is not there were left: %s, such as %s", run,
                                inventory.below(run).get(0)));
    }

    /** Those who went on with a run that was not theirs any more. */
    void findDeposed() {
        inventory.like("tenants/", "([^/]+/runs/[^/]+/)leases/(\\d+)").forEach(lease -> {
            String run = "tenants/" + lease.group(1);
            int former = Integer.parseInt(lease.group(2)) - 1;
            Instant latest = inventory.modified(lease.group()).orElseThrow().plus(TO_STOP);
            for (String part : List.of("events/", "checkpoints/")) {
                inventory.below(run + former + "/" + part).stream().filter(key -> inventory.modified(key).orElseThrow().isAfter(
                        latest)).findFirst().ifPresent(key -> losses.add("an owner that was deposed at %s went on: %s of %s",
                                inventory.modified(lease.group()).orElseThrow(), key, inventory.modified(key).orElseThrow()));
            }
        });
    }
}
