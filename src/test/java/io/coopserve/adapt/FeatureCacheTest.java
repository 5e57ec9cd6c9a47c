package io.coopserve.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;

class FeatureCacheTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String IMAGE = "0123456789abcdef".repeat(4);
    private static final View CENTRE = View.centre(IMAGE);
    private static final View RANDOM = View.drawn(IMAGE, 1, 0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<View> encoded = new ArrayList<>();

    @Test
    void whatIsKnownIsNotEncodedAgain() {
        FeatureCache cache = cache(1 << 20);
        float[] centre = features(cache, ACME, "clip", CENTRE).get(0);
        List<float[]> both = features(cache, ACME, "clip", RANDOM, CENTRE);
        assertEquals(List.of(CENTRE, RANDOM), encoded);
        assertSame(centre, both.get(1));
        assertEquals(1, count("hit"));
        assertEquals(2, count("miss"));
    }

    @Test
    void otherTenantsAndModelsKnowNothingOfIt() {
        FeatureCache cache = cache(1 << 20);
        features(cache, ACME, "clip", CENTRE);
        features(cache, new TenantId("globex"), "clip", CENTRE);
        features(cache, ACME, "another clip", CENTRE);
        assertEquals(List.of(CENTRE, CENTRE, CENTRE), encoded);
    }

    @Test
    void itNeverHoldsMoreThanItMay() {
        FeatureCache cache = cache(10_000);
        View[] views = IntStream.range(0, 1000).mapToObj(number -> View.drawn(IMAGE, 1, number)).toArray(View[]::new);
        features(cache, ACME, "clip", views);
        features(cache, ACME, "clip", views);
        assertEquals(10_000 / 400, count("hit"), 10_000 / 400.0); // an entry takes between 200 and 400 bytes and its feature
    }

    @Test
    void withoutMemoryNothingIsKept() {
        FeatureCache cache = cache(0);
        features(cache, ACME, "clip", CENTRE);
        features(cache, ACME, "clip", CENTRE);
        assertEquals(List.of(CENTRE, CENTRE), encoded);
    }

    private FeatureCache cache(long bytes) {
        return new FeatureCache(() -> new MemorySize(BigInteger.valueOf(bytes)), meters);
    }

    private List<float[]> features(FeatureCache cache, TenantId tenant, String model, View... views) {
        return cache.features(tenant, model, List.of(views), this::encode);
    }

    private Map<View, float[]> encode(Collection<View> views) {
        encoded.addAll(views);
        Map<View, float[]> features = new HashMap<>();
        views.forEach(view -> features.put(view, new float[2]));
        return features;
    }

    private double count(String result) {
        return meters.get("coop.features").tag("result", result).functionCounter().count();
    }
}
