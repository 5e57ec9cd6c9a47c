package io.coopserve.adapt;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Image features that runs computed, for the next run on the same images. What a model makes of a view never changes, so
 * nothing here can be out of date; what has not been used for an hour is forgotten, the images may be deleted. Thread-safe.
 */
@ApplicationScoped
public class FeatureCache {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int ENTRY = 350; // bytes of a key and of what the cache keeps beside the numbers, about

    private final Cache<Key, float[]> cache;

    /** By tenant, so that nobody can tell by the time it takes whether another one has an image. */
    private record Key(TenantId tenant, String model, View view) {}

    public FeatureCache(FeatureCacheConfiguration configuration, MeterRegistry meters) {
        this.cache = Caffeine.newBuilder().maximumWeight(configuration.featureCache().asLongValue())
                .weigher((Key key, float[] feature) -> ENTRY + Float.BYTES * feature.length)
                .expireAfterAccess(KEPT).executor(Runnable::run).recordStats().build();
        FunctionCounter.builder("coop.features", cache, counted -> counted.stats().hitCount()).tag("result", "hit")
                .description("Image features that runs asked for").register(meters);
        FunctionCounter.builder("coop.features", cache, counted -> counted.stats().missCount()).tag("result", "miss")
                .description("Image features that runs asked for").register(meters);
    }

    /**
     * Features in the order of their views.
     *
     * @param model all that features depend on besides the view: weights and precision
     * @param encode gives those of views that are not known
     */
    List<float[]> features(TenantId tenant, String model, List<View> views,
            Function<Collection<View>, Map<View, float[]>> encode) {
        List<Key> keys = views.stream().map(view -> new Key(tenant, model, view)).toList();
        Map<Key, float[]> features = cache.getAll(keys, unknown -> encode.apply(unknown.stream().map(Key::view).toList())
                .entrySet().stream()
                .collect(Collectors.toMap(entry -> new Key(tenant, model, entry.getKey()), Map.Entry::getValue)));
        return keys.stream().map(features::get).toList();
    }
}
