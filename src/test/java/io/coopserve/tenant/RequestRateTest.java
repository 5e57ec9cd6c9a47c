package io.coopserve.tenant;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

class RequestRateTest {
    private static Caller of(String key, String tenant) {
        return new Caller(key, Optional.ofNullable(tenant).map(TenantId::new), Set.of(Role.CLASSIFY));
    }

    @Test
    void tenantHasABurstOverAllItsKeysAndThenWaits() throws InterruptedException {
        RequestRate rate = new RequestRate(() -> 2);
        for (int i = 0; i < 4; i++) {
            assertEquals(Duration.ZERO, rate.take(of("key" + i, "acme")));
        }
        Duration wait = rate.take(of("key5", "acme"));
        assertThat(wait, greaterThan(Duration.ZERO));
        assertThat(wait, lessThanOrEqualTo(Duration.ofMillis(500)));
        assertEquals(Duration.ZERO, rate.take(of("key", "globex")), "others do not wait");
        assertEquals(Duration.ZERO, rate.take(of("acme", null)), "a key may be called like a tenant");

        Thread.sleep(wait.toMillis() + 1);
        assertEquals(Duration.ZERO, rate.take(of("key", "acme")), "the wait was honest");
    }

    @Test
    void zeroMeansNoLimitAndNobodyIsLimitedWithoutAuthentication() {
        RequestRate unlimited = new RequestRate(() -> 0);
        RequestRate strict = new RequestRate(() -> 1);
        for (int i = 0; i < 1000; i++) {
            assertEquals(Duration.ZERO, unlimited.take(of("key", "acme")));
            assertEquals(Duration.ZERO, strict.take(Caller.ANYONE));
        }
    }
}
