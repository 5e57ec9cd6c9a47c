package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.tenant.TenantId;
import io.coopserve.tensors.Safetensors;

class RunsTest {
    @TempDir
    private Path folder;

    @Test
    void checkpointLiesUnderItsAttemptAndHoldsTheTraining() throws Exception {
        Runs runs = new Runs(new FileObjectStore(folder));
        TenantId acme = new TenantId("acme");
        runs.claim(acme, "r");
        runs.checkpoint(runs.claim(acme, "r"), new RunCheckpoint(12, 3, 7L, new float[]{1, 2, 3, 4, 5, 6},
                Map.of("momentum", new float[]{6, 5, 4, 3, 2, 1})));

        Safetensors file = Safetensors.read(Files.readAllBytes(folder.resolve(
                "tenants/acme/runs/r/2/checkpoints/12.safetensors")));
        assertEquals(Map.of("step", "12", "epoch", "3", "seed", "7"), file.metadata());
        assertArrayEquals(new long[]{6}, file.tensor("parameters").shape());
        assertArrayEquals(new float[]{1, 2, 3, 4, 5, 6}, file.tensor("parameters").floats());
        assertArrayEquals(new long[]{6}, file.tensor("momentum").shape());
        assertArrayEquals(new float[]{6, 5, 4, 3, 2, 1}, file.tensor("momentum").floats());
    }
}
