package io.coopserve.tenant;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.bounds.Bounded;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/**
 * How many requests a tenant may send, over all its keys; a key of operations counts alone. A bucket that nobody used for a
 * while is full again, so forgetting it gives nothing away.
 */
@ApplicationScoped
public class RequestRate {
    private static final int BURST_SECONDS = 2;
    private static final int MOST_BUCKETS = 100_000;

    private final int perSecond;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(MOST_BUCKETS).expireAfterAccess(Duration
            .ofSeconds(2 * BURST_SECONDS)).build();

    /** How often. */
    @ConfigMapping(prefix = "coop.limits")
    public interface Configuration {
        /** Requests per second and tenant, with a burst of twice as many; 0: no limit. */
        @WithConverter(Bounded.FromZero.class)
        @WithDefault("100")
        int requestsPerSecond();
    }

    RequestRate(Configuration configuration) {
        this.perSecond = configuration.requestsPerSecond();
    }

    /** Counts a request. @return zero if it may go on, or else after what time the next one may */
    public Duration take(Caller caller) {
        if (perSecond == 0 || caller == Caller.ANYONE) {
            return Duration.ZERO;
        }
        ConsumptionProbe probe = buckets.get(caller.account(), account -> bucket()).tryConsumeAndReturnRemaining(1);
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket() {
        return Bucket.builder().addLimit(limit -> limit.capacity((long) BURST_SECONDS * perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1))).build();
    }
}
