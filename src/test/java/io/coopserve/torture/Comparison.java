package io.coopserve.torture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.store.ContentHash;
import io.coopserve.torture.VersionModel.Presence;

/** What the storage and both replicas have in the end, beside what was acknowledged to one tenant. */
final class Comparison {
    private final World world;
    private final Inventory inventory;
    private final TenantModel tenant;
    private final String folder;

    Comparison(World world, Inventory inventory, TenantModel tenant) {
        this.world = world;
        this.inventory = inventory;
        this.tenant = tenant;
        this.folder = "tenants/" + tenant + "/";
    }

    private void loss(String what, Object... words) {
        world.losses().add(tenant + ": " + what, words);
    }

    void compare() {
        if (tenant.isHalfDeleted()) {
            loss("its deletion was never acknowledged");
            return;
        }
        if (tenant.isEmpty()) {
            List<String> rest = inventory.below(folder);
            if (!rest.isEmpty() && !tenant.gone().isEmpty()) {
                loss("it was deleted, and %d objects are there, such as %s", rest.size(), rest.get(0));
            }
            return;
        }
        tenant.gone().stream().filter(run -> inventory.has(folder + "runs/" + run + "/run.json")).forEach(run -> loss(
                "run %s was deleted with its tenant and is there", run));
        tenant.datasets().forEach(this::dataset);
        PromptDeeds.NAMES.forEach(name -> new PromptComparison(world, inventory, tenant, name).compare());
        runs();
    }

    private void dataset(String name, DatasetModel model) {
        String sets = folder + "datasets/" + name + "/";
        List<Long> manifests = inventory.numbers(sets + "manifests/", "");
        List<Long> deleted = inventory.numbers(sets + "manifests/", "\\.deleted");
        long newest = manifests.isEmpty() ? 0 : manifests.get(manifests.size() - 1);
        boolean there = newest > (deleted.isEmpty() ? 0 : deleted.get(deleted.size() - 1));
        JsonNode manifest = there ? inventory.json(sets + "manifests/" + newest).orElseThrow() : null;
        String content = there ? manifest.path("sha256").asText() : DatasetModel.ABSENT;
        if (!model.mayBe(content)) {
            loss("data set %s should be one of %s and is %s", name, model.possible(), content);
        }
        for (Replica replica : world.replicas()) {
            Answer answer = world.line().get(replica, tenant.at("/datasets/" + name));
            String served = answer.status() == 404 ? DatasetModel.ABSENT : answer.json().path("sha256").asText();
            if (!served.equals(content)) {
                loss("data set %s is %s in the storage, and %s says %s", name, content, replica, answer);
            }
        }
        if (there) {
            content(name, sets, manifest);
        }
    }

    private void content(String name, String sets, JsonNode manifest) {
        String images = manifest.hasNonNull("upload")
                ? sets + "uploads/" + manifest.path("upload").asText() + "/"
                : sets + "blobs/";
        StringBuilder text = new StringBuilder();
        for (JsonNode ofClass : manifest.path("classes")) {
            text.append(ofClass.path("name").asText()).append('\n').append(hashes(ofClass.path("train"))).append('\n').append(
                    hashes(ofClass.path("test"))).append('\n');
            for (String part : List.of("train", "test")) {
                hashes(ofClass.path(part)).stream().filter(hash -> inventory.read(images + hash).filter(bytes -> ContentHash.of(
                        bytes).equals(hash)).isEmpty()).forEach(hash -> loss("image %s of data set %s is not there, or damaged",
                                hash, name));
            }
        }
        if (!ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).equals(manifest.path("sha256")
                .asText())) {
            loss("the manifest of data set %s is not of the content it names", name);
        }
    }

    private static List<String> hashes(JsonNode list) {
        List<String> hashes = new ArrayList<>();
        list.forEach(hash -> hashes.add(hash.asText()));
        return hashes;
    }

    private void runs() {
        Map<String, Set<Integer>> versions = new TreeMap<>(); // by run
        inventory.like(folder, "prompts/([^/]+)/versions/(\\d+)/card\\.json").filter(match -> !inventory.has(match.group()
                .replace("card.json", "deleted"))).forEach(match -> inventory.json(match.group()).ifPresent(card -> versions
                        .computeIfAbsent(card.path("run").asText(), run -> new HashSet<>())
                        .add(Integer.valueOf(match.group(2)))));
        for (RunModel run : tenant.runs()) {
            Set<Integer> published = versions.getOrDefault(run.id(), Set.of());
            if (run.isOpen()) {
                loss("run %s was accepted and has not ended", run.id());
            } else if (published.size() > (run.hasSucceeded() ? 1 : 0)) {
                loss("run %s ended %s and has the versions %s", run.id(), run, published);
            } else if (run.hasSucceeded()) {
                version(run, published);
            }
            for (Replica replica : world.replicas()) {
                Answer answer = world.line().get(replica, tenant.at("/adaptations/" + run.id()));
                if (!answer.isGood() || !run.agrees(answer.json())) {
                    loss("run %s ended %s, and %s says %s", run.id(), run, replica, answer);
                }
            }
        }
        count();
    }

    private void version(RunModel run, Set<Integer> published) {
        VersionModel version = tenant.prompt(run.prompt()).versions().get(run.version());
        if (version != null && version.presence() == Presence.THERE && !published.equals(Set.of(run.version()))) {
            loss("run %s said that it published version %d of %s; by it there are %s", run.id(), run.version(), run.prompt(),
                    published);
        }
    }

    /** One key begins one run. */
    private void count() {
        List<String> unknown = inventory.like(folder, "runs/([^/]+)/run\\.json").map(MatchResult::group).filter(
                key -> tenant.runs().stream().noneMatch(run -> key.contains("/" + run.id() + "/"))).toList();
        int doubtful = tenant.prompts().values().stream().mapToInt(PromptModel::doubtfulRuns).sum();
        if (unknown.size() > doubtful) {
            loss("there are %d runs that were not accepted, and %d may be: %s", unknown.size(), doubtful, unknown);
        }
    }
}
