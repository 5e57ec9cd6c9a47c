package io.coopserve.torture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run learns does not depend on whether somebody killed it. */
class ResumedRunIT {
    private static final String RECIPE = "{\"dataset\":\"d\",\"shots\":2,\"epochs\":250,\"batchSize\":1,\"seed\":7}";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Line line = new Line();

    @TempDir
    Path folder;
    private Replica replica;

    private Answer send(String request, String type, byte[] body) {
        Answer answer = line.send(replica, request, Map.of("Content-Type", type), body);
        assertTrue(answer.isGood(), answer::toString);
        return answer;
    }

    private String begin(String prompt) {
        return send("POST /v1/tenants/t/prompts/" + prompt + "/adaptations", "application/json", RECIPE.getBytes(
                StandardCharsets.UTF_8)).json().path("run").asText();
    }

    private static void await(BooleanSupplier done) {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !done.getAsBoolean();) {
            assertTrue(System.nanoTime() < end, "it takes too long");
            Hand.pause(20);
        }
    }

    private byte[] learned(String prompt, String run) {
        await(() -> {
            String state = line.get(replica, "/v1/tenants/t/adaptations/" + run).json().path("state").asText();
            return !state.equals("QUEUED") && !state.equals("RUNNING");
        });
        Answer end = line.get(replica, "/v1/tenants/t/adaptations/" + run);
        assertEquals("SUCCEEDED", end.json().path("state").asText(), end::toString);
        return line.get(replica, "/v1/tenants/t/prompts/" + prompt + "/versions/1/prompt.safetensors").body();
    }

    @ParameterizedTest
    @EnumSource
    void killedRunLearnsTheSameToTheLastByte(TortureIT.Kind kind) throws Exception {
        try (Storage storage = kind.open(folder.resolve("store"), 1)) {
            storage.calm();
            List<String> options = new ArrayList<>(ClassArchive.options());
            options.addAll(Torture.options());
            options.addAll(storage.options());
            replica = new Replica("a", folder.resolve("a"), Path.of(System.getProperty("runner.jar")), options);
            try (Replica one = replica) {
                one.awaitReady();
                send("PUT /v1/tenants/t/datasets/d", "application/zip", DatasetContent.drawn(new Dice(1, "data")).archive());
                byte[] alone = learned("alone", begin("alone"));
                String run = begin("killed");
                String kept = "tenants/t/runs/" + run + "/1/checkpoints/";
                await(() -> !new Inventory(storage).below(kept).isEmpty());
                one.kill();
                one.start();
                one.awaitReady();
                assertArrayEquals(alone, learned("killed", run));
                assertTrue(new Inventory(storage).has("tenants/t/runs/" + run + "/leases/2"));
            }
        }
    }
}
