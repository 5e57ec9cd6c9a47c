package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

class HousekeepingTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Name PROMPT = new Name("p");
    private static final Name DATASET = new Name("d");
    private static final LearnedPrompt LEARNED = new ClassWeights("0".repeat(64), List.of("a", "b"), 100, new float[][]{{1, 0},
            {0, 1}}, Optional.empty());

    @TempDir
    private Path folder;
    private FileObjectStore store;
    private Prompts prompts;
    private Datasets datasets;
    private Runs runs;
    private OpenRuns open;
    private Housekeeping housekeeping;

    @BeforeEach
    void keepHouse() {
        keepHouse(Optional.empty(), Map.of());
    }

    private void keepHouse(Optional<Integer> versions, Map<String, RetentionConfiguration.OfTenant> tenants) {
        StoreRooms rooms = StoreRooms.in(folder, versions, tenants);
        store = rooms.store();
        prompts = rooms.prompts();
        datasets = rooms.datasets();
        runs = rooms.runs();
        open = rooms.open();
        housekeeping = rooms.housekeeping();
    }

    private PromptCard card(int version, String run) {
        return new PromptCard(PROMPT.value(), version, Instant.now(), run, LEARNED.model(), null, null, null, null, null, null,
                List.of());
    }

    private int publish() {
        return prompts.publish(ACME, PROMPT, LEARNED, version -> card(version, null)).version();
    }

    private DatasetManifest upload(byte content) {
        byte[] image = {content};
        DatasetManifest manifest = DatasetManifest.of(DATASET, "0", List.of(new DatasetManifest.ClassImages("a", List.of(
                ContentHash.of(image)), List.of())), List.of());
        datasets.put(ACME, manifest, sink -> sink.accept(ContentHash.of(image), image));
        return manifest;
    }

    private ObjectKey acme(Object... path) {
        return ObjectKey.of(ACME).then(path);
    }

    private void age(ObjectKey object, Duration age) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(object.toString()))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    private void ageAll(Duration age) throws IOException {
        age(ObjectKey.root(), age);
    }

    private boolean isThere(ObjectKey key) {
        return Files.exists(folder.resolve(key.toString()));
    }

    private TreeSet<String> all() {
        return new TreeSet<>(store.walk(ObjectKey.root()));
    }

    @Test
    void whatIsThereOfAllKindsStaysHoweverOld() throws Exception {
        publish();
        publish();
        upload((byte) 1);
        runs.begin(ACME, "r", "request");
        open.add(new OpenRun(ACME, PROMPT, "r"));
        runs.append(runs.claim(ACME, "r", "replica"), 1, List.of("event"));
        TreeSet<String> before = all();
        ageAll(Duration.ofDays(400));
        housekeeping.clean();
        assertEquals(before, all());
        assertEquals(0, housekeeping.foreignObjects());
    }

    @Test
    void whatItLookedAtIsNotKeptInMemory() {
        Prompts elsewhere = StoreRooms.in(folder).prompts();
        assertEquals(1, elsewhere.publish(ACME, PROMPT, LEARNED, version -> card(version, null)).version());
        housekeeping.clean();
        assertEquals(2, elsewhere.publish(ACME, PROMPT, LEARNED, version -> card(version, null)).version());
        assertEquals(2, prompts.current(ACME, PROMPT).version());
    }

    @Test
    void imagesOfAnUploadThatWasCutOffGoAfterTheGracePeriod() throws Exception {
        DatasetManifest first = upload((byte) 1);
        ObjectKey cutOff = acme("datasets", "d", "uploads", "x");
        store.create(cutOff.then("0".repeat(64)), new byte[1]);
        housekeeping.clean();
        assertTrue(isThere(cutOff));
        ageAll(StoreRooms.GRACE.plusMinutes(1));
        housekeeping.clean();
        assertFalse(isThere(cutOff));
        assertEquals(1, datasets.images(ACME, datasets.manifest(ACME, DATASET), List.copyOf(first.images())).size());
    }

    @Test
    void whatADeletionLeftGoesAndItsNoteToo() throws Exception {
        upload((byte) 1);
        datasets.delete(ACME, DATASET);
        assertThrows(NotFoundException.class, () -> datasets.manifest(ACME, DATASET));
        assertEquals(List.of("1.deleted"), store.list(acme("datasets", "d", "manifests")));
        upload((byte) 2);
        assertEquals(List.of("2"), store.list(acme("datasets", "d", "manifests")));
        datasets.delete(ACME, DATASET);
        ageAll(StoreRooms.GRACE.plusMinutes(1));
        housekeeping.clean();
        assertEquals(List.of(), store.walk(acme()));
    }

    @Test
    void versionThatWasNeverPublishedGoesUnlessItsRunGoesOn() throws Exception {
        publish();
        ObjectKey half = acme("prompts", "p", "versions", 2, "prompt.safetensors");
        store.create(half, new byte[1]);
        ageAll(StoreRooms.GRACE.plusMinutes(1));
        open.add(new OpenRun(ACME, PROMPT, "r"));
        housekeeping.clean();
        assertTrue(isThere(half));
        open.remove(new OpenRun(ACME, PROMPT, "r"));
        housekeeping.clean();
        assertFalse(isThere(half));
        assertEquals(List.of(1), prompts.versions(ACME, PROMPT));
    }

    @Test
    void numbersOfDeletedVersionsAreNotUsedAgain() throws Exception {
        publish();
        publish();
        prompts.move(ACME, PROMPT, 1, Optional.empty());
        prompts.delete(ACME, PROMPT, 2);
        assertThrows(NotFoundException.class, () -> prompts.move(ACME, PROMPT, 2, Optional.empty()));
        ageAll(StoreRooms.GRACE.plusMinutes(1));
        housekeeping.clean();
        assertEquals(List.of("1"), store.list(acme("prompts", "p", "versions")));
        assertEquals(3, publish());
        prompts.delete(ACME, PROMPT);
        assertEquals(List.of(), prompts.versions(ACME, PROMPT));
        assertThrows(NotFoundException.class, () -> prompts.move(ACME, PROMPT, 3, Optional.empty()));
        assertEquals(4, publish());
    }

    @Test
    void whoWantedToDeleteTheCurrentVersionAndDiedHasNotDeletedIt() throws Exception {
        publish();
        store.create(acme("prompts", "p", "versions", 1, "deleted"), new byte[0]);
        ageAll(StoreRooms.GRACE.plusMinutes(1));
        housekeeping.clean();
        assertEquals(List.of(1), prompts.versions(ACME, PROMPT));
        assertEquals(1, prompts.current(ACME, PROMPT).version());
    }

    @Test
    void newestVersionsAndTheCurrentOneAreKept() {
        for (int version = 1; version <= 5; version++) {
            publish();
        }
        prompts.move(ACME, PROMPT, 2, Optional.empty());
        keepHouse(Optional.of(3), Map.of());
        housekeeping.clean();
        assertEquals(List.of(2, 3, 4, 5), prompts.versions(ACME, PROMPT));
        keepHouse(Optional.of(3), Map.of("acme", () -> Optional.of(1), "other", () -> Optional.of(9)));
        publish();
        assertEquals(List.of(6), prompts.versions(ACME, PROMPT));
    }

    @Test
    void runsAreForgottenByAndBy() throws Exception {
        runs.begin(ACME, "r", "request");
        RunAttempt attempt = runs.claim(ACME, "r", "replica");
        runs.append(attempt, 1, List.of("event"));
        runs.checkpoint(attempt, 7, new byte[1]);
        runs.end(attempt, "end");
        age(acme("runs"), Duration.ofHours(25));
        housekeeping.clean();
        assertEquals(List.of("1/end.json", "leases/1", "run.json"), store.walk(acme("runs", "r")));
        age(acme("runs"), Duration.ofDays(31));
        housekeeping.clean();
        assertEquals(List.of(), runs.list(ACME));
    }

    @Test
    void runThatWasNeverAcceptedGoes() throws Exception {
        runs.begin(ACME, "r", "request");
        housekeeping.clean();
        assertEquals(List.of("r"), runs.list(ACME));
        age(acme("runs"), StoreRooms.GRACE.plusMinutes(1));
        housekeeping.clean();
        assertEquals(List.of(), runs.list(ACME));
    }

    @Test
    void whatIsSomebodyElsesIsLeftAloneAndReported() throws Exception {
        publish();
        upload((byte) 1);
        List<String> theirs = List.of("readme.txt", "other/file", "tenants/Not-A-Tenant/x", "tenants/acme/notes.txt",
                "tenants/acme/prompts/p/versions/latest/prompt.safetensors", "tenants/acme/prompts/p/current/newest",
                "tenants/acme/prompts/Notes/file", "tenants/acme/datasets/d/manifests/draft",
                "tenants/acme/datasets/Mine/file");
        for (String path : theirs) {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[1]);
        }
        ageAll(Duration.ofDays(400));
        housekeeping.clean();
        assertEquals(theirs.size(), housekeeping.foreignObjects());
        for (String path : theirs) {
            assertTrue(Files.exists(folder.resolve(path)), path);
        }
        assertEquals(List.of(1), prompts.versions(ACME, PROMPT));
        assertEquals(1, prompts.current(ACME, PROMPT).version());
        assertEquals(List.of(PROMPT), prompts.list(ACME));
        assertEquals(List.of(DATASET), datasets.list(ACME));
        assertEquals(2, publish());
    }
}
