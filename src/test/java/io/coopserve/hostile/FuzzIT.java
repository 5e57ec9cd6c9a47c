package io.coopserve.hostile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.coopserve.api.SampleData;
import io.coopserve.api.Service;

/**
 * Hostile requests against the packaged service. {@code -Dfuzz.requests=N} says how many, {@code -Dfuzz.seed=S} which, and
 * {@code -Dfuzz.only=INDEX} sends one of them again.
 */
class FuzzIT {
    private static final int CLIENTS = 4;
    private static final int CONTROL_EVERY = 25;
    private static final int PARTS = 4; // that end with a footprint, to see whether growth ends
    private static final int SLOW_BODIES = 250;
    private static final SampleData FEW = SampleData.fewTextures();

    private final long seed = Long.getLong("fuzz.seed", 20261123);
    private final int requests = Integer.getInteger("fuzz.requests", 1_000);
    private final Tally tally = new Tally();
    private final Queue<Long> slow = new ConcurrentLinkedQueue<>();

    @TempDir
    Path folder;

    private Territory territory;
    private Service service;
    private Wire wire;
    private Neighbour neighbour;

    private void start(Credentials credentials) throws Exception {
        territory = Territory.under(folder);
        List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=" + territory.temporary(),
                "-XX:+ExitOnOutOfMemoryError"));
        options.addAll(List.of(credentials.options(territory.service())));
        service = new Service(territory.service(), options.toArray(String[]::new));
        wire = new Wire(service.port(), credentials);
        service.awaitReady();
        neighbour = new Neighbour(wire, FEW.image());
        neighbour.settle(FEW.zip());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** One half of the requests each. */
    @ParameterizedTest
    @EnumSource
    void hostileRequestsAreRefusedAndLeaveNothingBehind(Credentials credentials) throws Exception {
        start(credentials);
        Attacks attacks = new Attacks(seed, Endpoint.all(wire.send(Attack.sentence("control", "", "GET /q/openapi?format=json",
                List.of(), new byte[0])).json()), FEW.zip(), FEW.image());
        Optional<Long> only = Optional.ofNullable(Long.getLong("fuzz.only"));
        long first = credentials.ordinal() * requests / 2;
        long warmUp = first + (only.isPresent() ? 0 : Math.min(requests / 4, 2_000));
        perform(attacks, LongStream.range(first, warmUp));
        List<Footprint> footprints = new ArrayList<>(List.of(Footprint.of(service.pid(), wire)));
        if (only.isPresent()) {
            perform(attacks, LongStream.of(only.get()));
        }
        long rest = first + requests / 2 - warmUp;
        for (int part = 0; part < PARTS && only.isEmpty(); part++) {
            perform(attacks, LongStream.range(warmUp + rest * part / PARTS, warmUp + rest * (part + 1) / PARTS));
            footprints.add(Footprint.of(service.pid(), wire));
        }
        askSlowOnesAlone(attacks);
        TimeUnit.SECONDS.sleep(2); // for what was cut to be noticed
        footprints.add(Footprint.of(service.pid(), wire));
        report(credentials, footprints);
        assertAll(() -> assertEquals("", tally.failures()), () -> assertEquals(List.of(), territory.strays()),
                () -> assertEquals(
                        List.of(), noise()),
                () -> checkGrowth(footprints.get(0), footprints.get(footprints.size() - 1)));
    }

    private void perform(Attacks attacks, LongStream indices) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        indices.forEach(index -> clients.execute(() -> perform(attacks, index)));
        clients.shutdown();
        assertTrue(clients.awaitTermination(3, TimeUnit.HOURS));
    }

    private void perform(Attacks attacks, long index) {
        try {
            boolean control = index % CONTROL_EVERY == 0;
            Attack attack = control ? neighbour.question(index / CONTROL_EVERY) : attacks.of(index);
            Answer answer = wire.send(attack);
            tally.add(index, attack, answer);
            if (Verdict.isSlow(attack, answer)) {
                slow.add(index);
            }
            Optional<String> fault = control && !neighbour.isRight(index / CONTROL_EVERY, answer)
                    ? Optional.of("another answer than before: " + answer.text())
                    : Verdict.on(attack, answer);
            fault.ifPresent(what -> tally.fail("-Dfuzz.seed=%d -Dfuzz.only=%d: %s%n    %s (%s)%n    %d %s".formatted(seed,
                    index,
                    what, Tally.shown(attack.start()), Tally.shown(attack.what()), answer.status(),
                    answer.text().substring(0, Math.min(300, answer.text()
                            .length())))));
        } catch (RuntimeException e) {
            tally.fail("-Dfuzz.seed=%d -Dfuzz.only=%d: %s".formatted(seed, index, e));
        }
    }

    /** On a busy machine a request may be slow for the others' sake. */
    private void askSlowOnesAlone(Attacks attacks) {
        for (long index : slow) {
            Attack attack = attacks.of(index);
            Answer answer = wire.send(attack);
            if (index % CONTROL_EVERY != 0 && Verdict.isSlow(attack, answer)) {
                tally.fail("-Dfuzz.seed=%d -Dfuzz.only=%d: it took %.1f s%n    %s (%s)".formatted(seed, index, answer.seconds(),
                        Tally
                                .shown(attack.start()),
                        Tally.shown(attack.what())));
            }
        }
    }

    private void report(Credentials credentials, List<Footprint> footprints) throws IOException {
        System.out.printf("fuzz with seed %d and credentials %s%n%s%s%n", seed, credentials, tally.table(), footprints.stream()
                .map(Footprint::toString).collect(Collectors.joining(System.lineSeparator())));
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("seed", seed);
        more.put("footprints", footprints);
        String name = credentials == Credentials.NONE ? "fuzz" : "fuzz-keys";
        tally.write(Path.of("target", name + ".json"), more);
        Files.writeString(Path.of("target", name + ".log"), service.output());
    }

    /** Bad input is nothing to log about. */
    private List<String> noise() {
        return service.output().lines().filter(line -> line.contains(" ERROR ") || line.contains(" WARN ") || line.startsWith(
                "\tat ") || line.contains("Exception")).limit(40).toList();
    }

    private static void checkGrowth(Footprint before, Footprint after) {
        assertTrue(after.heapMiB() < before.heapMiB() + 48, before + " to " + after);
        assertTrue(after.nativeMiB() < before.nativeMiB() + 96, before + " to " + after);
        assertTrue(after.threads() < before.threads() + 150, before + " to " + after);
        assertTrue(after.files() < before.files() + 20, before + " to " + after);
        assertEquals(before.deletedFiles(), after.deletedFiles());
    }

    @Test
    void slowBodiesDoNotStopOthers() throws Exception {
        start(Credentials.NONE);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_BODIES; i++) {
                Socket socket = wire.connect();
                socket.getOutputStream().write(slowHead(i).getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            for (int round = 0; round < 5; round++) {
                for (Socket socket : slow) {
                    socket.getOutputStream().write('x');
                }
                Answer answer = wire.send(neighbour.question(round));
                assertTrue(neighbour.isRight(round, answer), answer.status() + " " + answer.text());
                assertTrue(answer.seconds() < 2, "it took %.1f s".formatted(answer.seconds()));
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        TimeUnit.SECONDS.sleep(1);
        assertEquals(List.of(), territory.strays());
        assertEquals(List.of(), noise());
    }

    private static String slowHead(int i) {
        String[] starts = {"POST /v1/classify?label=a&label=b", "POST /v1/tenants/mallory/prompts/textures/classify",
                "PUT /v1/tenants/mallory/datasets/slow", "POST /v1/embeddings"};
        String[] types = {"image/png", "application/json", "multipart/form-data; boundary=x"};
        String length = i % 2 == 0 ? "Content-Length: " + (i % 4 == 0 ? 10_000 : 5_000_000) : "Transfer-Encoding: chunked";
        return "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n%s".formatted(starts[i % 4], types[i % 3],
                length, i
                        % 2 == 0 ? "" : "fffff\r\n");
    }
}
