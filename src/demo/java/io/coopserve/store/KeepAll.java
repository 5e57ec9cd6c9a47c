package io.coopserve.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Nothing expires. */
final class KeepAll implements RetentionConfiguration {
    private static final Duration EVER = Duration.ofDays(36_500);

    @Override
    public Duration interval() {
        return Duration.ZERO;
    }

    @Override
    public Duration grace() {
        return EVER;
    }

    @Override
    public Optional<Integer> versions() {
        return Optional.empty();
    }

    @Override
    public Duration runs() {
        return EVER;
    }

    @Override
    public Duration events() {
        return EVER;
    }

    @Override
    public Map<String, OfTenant> tenants() {
        return Map.of();
    }
}
