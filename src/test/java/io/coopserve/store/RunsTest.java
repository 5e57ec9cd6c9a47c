package io.coopserve.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.tenant.TenantId;

class RunsTest {
    @TempDir
    private Path folder;

    @Test
    void theCheckpointThatCameFurthestCounts() throws Exception {
        Runs runs = new Runs(new FileObjectStore(folder));
        TenantId acme = new TenantId("acme");
        RunAttempt first = runs.claim(acme, "r", "replica");
        RunAttempt second = runs.claim(acme, "r", "replica");
        assertEquals(Optional.empty(), runs.checkpoint(acme, "r", 0, 100));
        runs.checkpoint(first, 9, new byte[]{1, 9});
        runs.checkpoint(second, 10, new byte[]{2, 10});
        runs.checkpoint(second, 2, new byte[]{2, 2});
        assertTrue(Files.exists(folder.resolve("tenants/acme/runs/r/2/checkpoints/10.safetensors")));

        assertArrayEquals(new byte[]{2, 10}, runs.checkpoint(acme, "r", 0, 100).orElseThrow());
        assertArrayEquals(new byte[]{1, 9}, runs.checkpoint(acme, "r", 0, 9).orElseThrow());
        assertEquals(Optional.empty(), runs.checkpoint(acme, "r", 10, 100));
        runs.forgetCheckpoint(second, 10);
        assertArrayEquals(new byte[]{1, 9}, runs.checkpoint(acme, "r", 0, 100).orElseThrow());
    }

    /** Its process may die before it repeats what was said. */
    @Test
    void whoTakesOverARunThatHasEndedDoesNotMakeItUnended(@TempDir Path own) {
        Runs stored = StoreRooms.in(own).runs();
        TenantId tenant = new TenantId("acme");
        stored.begin(tenant, "r", "request");
        stored.end(stored.claim(tenant, "r", "one"), "ended");
        stored.claim(tenant, "r", "two");
        assertEquals(Optional.of("ended"), stored.end(tenant, "r", String.class));
    }
}
