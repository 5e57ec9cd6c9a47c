package io.coopserve.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

class FairQueueTest {
    private final FairQueue queue = new FairQueue();

    private AdaptationRun add(String tenant, String run) {
        AdaptationRun added = new AdaptationRun(new TenantId(tenant),
                new RunRequest(run, new Name("p"), Instant.EPOCH, null, null), (
                        ended, end) -> {
                });
        queue.add(added);
        return added;
    }

    private void add(String tenant, int runs) {
        for (int i = 1; i <= runs; i++) {
            add(tenant, tenant + i);
        }
    }

    private String next() {
        return queue.next().orElseThrow().id();
    }

    /** Ids in the order in which one place after the other serves them. */
    private List<String> oneByOne(int runs) {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            AdaptationRun run = queue.next().orElseThrow();
            served.add(run.id());
            queue.ended(run);
        }
        return served;
    }

    @Test
    void runsOfOneTenantGoInTheOrderTheyCame() {
        add("acme", 3);
        assertEquals(List.of("acme1", "acme2", "acme3"), oneByOne(3));
        assertEquals(Optional.empty(), queue.next());
    }

    @Test
    void tenantWithFewerRunsUnderWayGoesFirst() {
        add("acme", 4);
        assertEquals("acme1", next());
        add("globex", 1);
        assertEquals("globex1", next());
        assertEquals("acme2", next());
    }

    @Test
    void tenantsTakeTurnsAtOnePlace() {
        add("acme", 4);
        add("globex", 2);
        add("initech", 1);
        assertEquals(List.of("acme1", "globex1", "initech1", "acme2", "globex2", "acme3", "acme4"), oneByOne(7));
    }

    /** Tenants that come again and again would otherwise always look new. */
    @Test
    void whoWaitsIsServedHoweverOftenOthersComeAgain() {
        add("acme", 2);
        assertEquals(List.of("acme1"), oneByOne(1));
        add("globex", "g1");
        add("initech", "i1");
        assertEquals(List.of("g1", "i1"), oneByOne(2));
        add("globex", "g2");
        add("initech", "i2");
        assertEquals(List.of("acme2", "g2", "i2"), oneByOne(3));
    }

    @Test
    void runThatWaitsCanBeWithdrawn() {
        AdaptationRun underWay = add("acme", "first");
        next();
        AdaptationRun waiting = add("acme", "second");
        assertEquals(List.of(waiting, underWay), queue.all());
        assertFalse(queue.withdraw(underWay));
        assertTrue(queue.withdraw(waiting));
        assertEquals(List.of(underWay), queue.all());
        assertEquals(Optional.empty(), queue.next());
    }

    @Test
    void runThatEndedCountsNoMore() {
        AdaptationRun ended = add("acme", "first");
        next();
        queue.ended(ended);
        add("globex", 1);
        next();
        add("globex", "globex2");
        add("acme", "second");
        assertEquals("second", next());
    }
}
