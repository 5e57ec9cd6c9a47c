package io.coopserve.torture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.store.ContentHash;

/** Versions and pointer of a prompt, beside what was acknowledged of them. */
final class PromptComparison {
    private final World world;
    private final Inventory inventory;
    private final TenantModel tenant;
    private final String name;
    private final PromptModel model;
    private final String folder;
    private final Map<Integer, JsonNode> cards = new TreeMap<>();

    PromptComparison(World world, Inventory inventory, TenantModel tenant, String name) {
        this.world = world;
        this.inventory = inventory;
        this.tenant = tenant;
        this.name = name;
        this.model = tenant.prompt(name);
        this.folder = "tenants/" + tenant + "/prompts/" + name + "/";
        for (long version : inventory.numbers(folder + "versions/", "/card\\.json")) {
            if (!inventory.has(folder + "versions/" + version + "/deleted")) {
                inventory.json(folder + "versions/" + version + "/card.json").ifPresent(card -> cards.put((int) version, card));
            }
        }
    }

    private void loss(String what, Object... words) {
        world.losses().add("%s: prompt %s: %s", tenant, name, what.formatted(words));
    }

    void compare() {
        model.versions().forEach(this::acknowledged);
        cards.forEach(this::file);
        pointer();
    }

    private void acknowledged(int version, VersionModel expected) {
        switch (expected.presence()) {
            case THERE -> {
                if (!cards.containsKey(version)) {
                    loss("version %d was acknowledged and is not there", version);
                }
            }
            case GONE -> {
                if (cards.containsKey(version)) {
                    loss("version %d was deleted and is there", version);
                }
            }
            case IN_DOUBT -> {
                // either is right
            }
        }
        if (cards.containsKey(version) && !expected.sha256().isEmpty() && !expected.sha256().equals(cards.get(version).path(
                "fileSha256").asText())) {
            loss("version %d is another file than was acknowledged", version);
        }
    }

    private void file(int version, JsonNode card) {
        String sha256 = card.path("fileSha256").asText();
        if (inventory.read(folder + "versions/" + version + "/prompt.safetensors").filter(file -> ContentHash.of(file).equals(
                sha256)).isEmpty()) {
            loss("the file of version %d is not there, or not what its card says", version);
        }
        String run = card.path("run").asText("");
        boolean explained = model.versions().containsKey(version) || model.mayHaveImported(sha256) || tenant.run(run).filter(
                known -> known.prompt().equals(name)).isPresent()
                || model.doubtfulRuns() > 0 && inventory.has("tenants/" + tenant
                        + "/runs/" + run + "/run.json");
        if (!explained) {
            loss("nobody asked for version %d, by run %s", version, run);
        }
    }

    private void pointer() {
        TreeMap<Long, Integer> log = log();
        if (log.isEmpty()) {
            if (!cards.isEmpty()) {
                loss("versions %s are there and no pointer", cards.keySet());
            }
            return;
        }
        int current = log.lastEntry().getValue();
        if (current != 0 && !cards.containsKey(current)) {
            loss("the pointer is at version %d, which is not there; %s are", current, cards.keySet());
        }
        if (current == 0 && !(model.mayBeDeleted() && cards.isEmpty())) {
            loss("the pointer is at no version; %s are there", cards.keySet());
        }
        moves(log);
        served(current);
    }

    /** Since the prompt was deleted, if it was. */
    private TreeMap<Long, Integer> log() {
        TreeMap<Long, Integer> log = new TreeMap<>();
        for (long sequence : inventory.numbers(folder + "current/", "")) {
            inventory.json(folder + "current/" + sequence).ifPresent(move -> log.put(sequence, move.path("version").asInt()));
        }
        List<Long> deletions = log.entrySet().stream().filter(move -> move.getValue() == 0).map(Map.Entry::getKey).toList();
        if (!deletions.isEmpty()) {
            log.headMap(deletions.get(deletions.size() - 1)).clear();
        }
        if (!log.isEmpty() && log.size() != log.lastKey() - log.firstKey() + 1) {
            loss("moves of the pointer are missing: %s", log);
        }
        return log;
    }

    private void moves(TreeMap<Long, Integer> log) {
        Map<Integer, Integer> times = new HashMap<>();
        log.values().forEach(version -> times.merge(version, 1, Integer::sum));
        times.forEach((version, count) -> {
            if (version > 0 && !cards.containsKey(version) && !model.versions().containsKey(version)) {
                loss("the pointer was put at version %d, which is not there and was not deleted: %s", version, log);
            }
            if (version > 0 && !tenant.isShared() && count > model.most(version)) {
                loss("the pointer was put at version %d %d times, and asked for was %d times: %s", version, count, model.most(
                        version), log);
            }
        });
        List<PromptModel.Step> steps = model.steps();
        long[] positions = steps.stream().mapToLong(step -> position(step, log)).toArray();
        for (int i = 0; i < positions.length; i++) {
            for (int before = 0; before < steps.get(i).begun() && positions[i] > 0; before++) {
                if (positions[before] >= positions[i]) {
                    loss("what was acknowledged as %s comes before %s, which was acknowledged earlier: %s", steps.get(i),
                            steps.get(
                                    before),
                            log);
                }
            }
        }
    }

    private long position(PromptModel.Step step, TreeMap<Long, Integer> log) {
        if (step.sequence() > 0) {
            if (log.getOrDefault(step.sequence(), -1) != step.version()) {
                loss("move %d to version %d was acknowledged; moves are %s", step.sequence(), step.version(), log);
            }
            return step.sequence();
        }
        return log.entrySet().stream().filter(move -> move.getValue() == step.version()).map(Map.Entry::getKey).findFirst()
                .orElseGet(() -> {
                    loss("version %d was published and never made the current one: %s", step.version(), log);
                    return 0L;
                });
    }

    private void served(int current) {
        for (Replica replica : world.replicas()) {
            Answer answer = world.line().get(replica, tenant.at("/prompts/" + name));
            int served = answer.status() == 404 ? 0 : answer.json().path("current").asInt(-1);
            if (served != current) {
                loss("the pointer is at version %d, and %s says %s", current, replica, answer);
            }
        }
    }
}
