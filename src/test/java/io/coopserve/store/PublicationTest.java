package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

class PublicationTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Name PROMPT = new Name("p");
    private static final LearnedPrompt LEARNED = new ClassWeights("0".repeat(64), List.of("a", "b"), 100, new float[][]{{1, 0},
            {0, 1}}, Optional.empty());

    @TempDir
    private Path folder;
    private StoreRooms rooms;

    @BeforeEach
    void open() {
        rooms = StoreRooms.in(folder);
    }

    private static PromptCard card(int version, String run) {
        return new PromptCard(PROMPT.value(), version, Instant.now(), run, LEARNED.model(), null, null, null, null, null, null,
                List.of());
    }

    private int publish() {
        return rooms.prompts().publish(ACME, PROMPT, LEARNED, version -> card(version, null)).version();
    }

    private Publication begun(String run) {
        rooms.runs().begin(ACME, run, "request");
        return new Publication(ACME, PROMPT, run, "learned");
    }

    private PromptCard publish(Publication publication, String attempt) {
        return rooms.prompts().publish(publication, LEARNED, version -> card(version, attempt));
    }

    private List<Integer> moves() {
        List<Integer> moves = new ArrayList<>(rooms.pointers().history(ACME, PROMPT).stream().map(Pointer::version).toList());
        Collections.reverse(moves);
        return moves;
    }

    @Test
    void runsThatEndTogetherGiveAVersionAndAMoveEach() throws Exception {
        int many = 8;
        ExecutorService pool = Executors.newFixedThreadPool(many);
        List<Future<PromptCard>> published = IntStream.range(0, many).mapToObj(i -> begun("r" + i)).toList().stream().map(
                publication -> pool.submit(() -> publish(publication, publication.run()))).toList();
        for (Future<PromptCard> each : published) {
            each.get();
        }
        pool.shutdown();
        List<Integer> versions = IntStream.rangeClosed(1, many).boxed().toList();
        assertEquals(versions, rooms.prompts().versions(ACME, PROMPT));
        assertEquals(versions, moves().stream().sorted().toList());
        assertEquals(versions, rooms.pointers().history(ACME, PROMPT).stream().map(move -> (int) move.sequence()).sorted()
                .toList());
    }

    @Test
    void attemptsAtOneRunThatEndTogetherGiveOne() throws Exception {
        Publication publication = begun("r");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<PromptCard>> published = IntStream.range(0, 8).mapToObj(i -> pool.submit(() -> publish(publication, "r")))
                .toList();
        int version = published.get(0).get().version();
        for (Future<PromptCard> each : published) {
            assertEquals(version, each.get().version());
        }
        pool.shutdown();
        assertEquals(List.of(version), rooms.prompts().versions(ACME, PROMPT));
        assertEquals(List.of(version), moves());
    }

    @Test
    void attemptThatComesLateChangesNothing() {
        Publication publication = begun("r");
        assertEquals("first", publish(publication, "first").run());
        assertEquals(2, publish());
        assertEquals("first", publish(publication, "second").run(), "what the first attempt has published counts");
        assertEquals(List.of(1, 2), moves(), "and the pointer stays where it was moved since");
        assertEquals(List.of(1, 2), rooms.prompts().versions(ACME, PROMPT));
        assertFalse(rooms.prompts().seal(publication, "cancelled"));
    }

    @Test
    void whatAnAttemptThatDiedHadNotFinishedIsFinished() {
        Publication publication = begun("r");
        publish(publication, "r");
        rooms.store().delete(List.of(Prompts.folder(ACME, PROMPT).then("current", 1), Prompts.folder(ACME, PROMPT).then(
                "versions", 1, "card.json")));
        assertEquals(List.of(), rooms.prompts().versions(ACME, PROMPT));
        assertEquals(1, rooms.prompts().published(publication).orElseThrow().version());
        assertEquals(List.of(1), rooms.prompts().versions(ACME, PROMPT));
        assertEquals(List.of(1), moves());
    }

    @Test
    void sealedRunPublishesNothing() {
        Publication publication = begun("r");
        assertTrue(rooms.prompts().seal(publication, "cancelled"));
        assertThrows(SealedRunException.class, () -> publish(publication, "r"));
        assertEquals(Optional.of("cancelled"), rooms.prompts().sealed(publication, String.class));
        assertEquals(List.of(), rooms.prompts().versions(ACME, PROMPT));
        assertEquals(2, publish(), "the number that the run had taken is not free");
    }

    @Test
    void versionThatWasDeletedDoesNotComeBack() {
        Publication first = begun("r1");
        publish(first, "r1");
        publish();
        rooms.prompts().delete(ACME, PROMPT, 1);
        rooms.prompts().published(first);
        assertEquals(List.of(2), rooms.prompts().versions(ACME, PROMPT));
        Publication second = begun("r2");
        publish(second, "r2");
        rooms.prompts().delete(ACME, PROMPT);
        rooms.prompts().published(second);
        assertEquals(List.of(), rooms.prompts().versions(ACME, PROMPT));
        assertThrows(NotFoundException.class, () -> rooms.prompts().current(ACME, PROMPT));
    }

    @Test
    void runOfATenantThatWasDeletedPublishesNothing() {
        Publication publication = begun("r");
        new Tenants(rooms.store(), rooms.pointers()).delete(ACME);
        assertThrows(NotFoundException.class, () -> publish(publication, "r"));
        assertEquals(List.of(), rooms.prompts().versions(ACME, PROMPT));
    }
}
