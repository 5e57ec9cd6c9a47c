package io.coopserve.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.api.SampleData;
import io.coopserve.store.ContentHash;
import io.coopserve.torture.VersionModel.Presence;

/** What a client does with prompts and their versions. */
final class PromptDeeds extends Hand {
    static final List<String> NAMES = List.of("p1", "p2");
    private static final byte[] IMAGE = SampleData.fewTextures().image();
    private static final int STALE = 1_500; // what a replica may not have seen yet

    PromptDeeds(World world, Dice dice) {
        super(world, dice);
    }

    void importFile(TenantModel tenant) {
        String name = dice.from(NAMES);
        PromptModel prompt = tenant.prompt(name);
        String sha256 = ContentHash.of(world.prompt());
        tenant.touch();
        prompt.importing(sha256);
        int begun = prompt.begin();
        Answer answer = heard(tenant, form(tenant, name));
        if (answer.isGood()) {
            JsonNode card = answer.json();
            if (!sha256.equals(card.path("fileSha256").asText())) {
                world.losses().add("%s: prompt %s was imported as another file: %s", tenant, name, answer);
            }
            prompt.published(card.path("version").asInt(), sha256, begun).ifPresent(loss -> world.losses().add(
                    "%s: prompt %s, imported: %s", tenant, name, loss));
        }
    }

    private Answer form(TenantModel tenant, String prompt) {
        try {
            return world.line().form(dice.from(world.replicas()), tenant.at("/prompts/" + prompt + "/versions"),
                    world.prompt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void move(TenantModel tenant) {
        String name = dice.from(NAMES);
        PromptModel prompt = tenant.prompt(name);
        List<Integer> versions = prompt.versionsThere();
        if (versions.isEmpty()) {
            return;
        }
        int version = dice.from(versions);
        long seen = dice.chance(50) ? get(tenant, "/prompts/" + name + "/current").move() : 0;
        int begun = prompt.begin();
        prompt.moving(version);
        Answer answer = sendJson(tenant, "PUT", "/prompts/" + name + "/current", seen == 0
                ? Map.of()
                : Map.of("If-Match", "\"" + seen + "\""), "{\"version\":" + version + "}");
        if (answer.isGood()) {
            prompt.moved(answer.move(), version, begun);
            if (seen > 0 && answer.move() != seen + 1) {
                world.losses().add("%s: the pointer of %s was moved from %d to %d, past another move", tenant, name, seen,
                        answer
                                .move());
            }
        } else if (answer.isRefusal() || answer.fate() == Answer.Fate.NOT_SENT) {
            prompt.notMoved(version);
            if (answer.status() == 404) {
                world.losses().add("%s: version %d of %s was acknowledged and cannot be made the current one: %s", tenant,
                        version,
                        name, answer);
            }
        }
    }

    /** The pointer is at a version that is there. */
    void look(TenantModel tenant) {
        String name = dice.from(NAMES);
        if (isDangling(tenant, name)) {
            pause(STALE);
            if (isDangling(tenant, name)) {
                world.losses().add("%s: the pointer of %s is at a version that is not there", tenant, name);
            }
        }
    }

    private boolean isDangling(TenantModel tenant, String prompt) {
        Answer current = get(tenant, "/prompts/" + prompt + "/current");
        return current.isGood() && get(tenant, "/prompts/" + prompt + "/versions/" + current.json().path("version").asInt())
                .status() == 404;
    }

    void download(TenantModel tenant) {
        String name = dice.from(NAMES);
        PromptModel prompt = tenant.prompt(name);
        List<Integer> versions = prompt.versionsThere();
        if (versions.isEmpty()) {
            return;
        }
        int version = dice.from(versions);
        Answer answer = get(tenant, "/prompts/" + name + "/versions/" + version + "/prompt.safetensors");
        String known = prompt.sha256(version);
        if (answer.isGood()) {
            String sha256 = ContentHash.of(answer.body());
            if (!known.isEmpty() && !known.equals(sha256)) {
                world.losses().add("%s: version %d of %s is another file than before", tenant, version, name);
            }
            prompt.seen(version, sha256);
        } else if (answer.status() == 404 || answer.status() == 500) {
            world.losses().add("%s: version %d of %s was acknowledged and cannot be read: %s", tenant, version, name, answer);
        }
    }

    /** What it answers is other tests' business. */
    void classify(TenantModel tenant) {
        world.line().send(dice.from(world.replicas()), "POST " + tenant.at("/prompts/" + dice.from(NAMES) + "/classify"),
                Map.of(
                        "Content-Type", "image/png"),
                IMAGE);
    }

    void deleteVersion(TenantModel tenant) {
        String name = dice.from(NAMES);
        PromptModel prompt = tenant.prompt(name);
        List<Integer> versions = prompt.versionsThere();
        if (versions.isEmpty()) {
            return;
        }
        int version = dice.from(versions);
        prompt.set(version, Presence.IN_DOUBT);
        Persisted sent = persist(() -> send(tenant, "DELETE", "/prompts/" + name + "/versions/" + version, Map.of(), NOTHING));
        if (sent.answer().isGood() || sent.answer().status() == 404) {
            prompt.set(version, Presence.GONE);
            if (!sent.answer().isGood() && !sent.doubtful()) {
                world.losses().add("%s: version %d of %s was acknowledged and cannot be deleted: %s", tenant, version, name,
                        sent
                                .answer());
            }
        } else if (sent.answer().isRefusal() || !sent.doubtful() && !sent.answer().isDoubtful()) {
            prompt.set(version, Presence.THERE); // it is the current one
        }
    }

    void delete(TenantModel tenant) {
        String name = dice.from(NAMES);
        PromptModel prompt = tenant.prompt(name);
        boolean there = !prompt.versionsThere().isEmpty();
        tenant.openRuns().stream().filter(run -> run.prompt().equals(name)).forEach(RunModel::sweep);
        prompt.deleting();
        Persisted sent = persist(() -> send(tenant, "DELETE", "/prompts/" + name, Map.of(), NOTHING));
        if (sent.answer().isGood() || sent.answer().status() == 404) {
            prompt.deleted();
            if (there && !sent.answer().isGood() && !sent.doubtful()) {
                world.losses().add("%s: prompt %s was acknowledged and cannot be deleted: %s", tenant, name, sent.answer());
            }
        }
    }
}
