package io.coopserve.api;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.coopserve.clip.FrozenClip;
import io.coopserve.store.Housekeeping;
import io.coopserve.store.ObjectStore;
import io.coopserve.torch.NativeMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Metrics that are read when a scraper asks; the others are counted where things happen. None is labelled by tenant. */
@Singleton
final class Gauges {
    void register(@Observes StartupEvent event, MeterRegistry meters, FrozenClip model, ObjectStore store,
            Housekeeping housekeeping) {
        Gauge.builder("coop.clip.load.seconds", model, FrozenClip::loadSeconds)
                .description("From the start of loading to the warm-up's answer").register(meters);
        Gauge.builder("coop.native.memory.bytes", NativeMemory::bytes)
                .description("Resident anonymous memory beyond the committed Java heap").register(meters);
        Gauge.builder("coop.store.up", store, asked -> asked.isAvailable() ? 1 : 0)
                .description("Whether the storage was there when it was last looked at").register(meters);
        Gauge.builder("coop.store.foreign.objects", housekeeping, Housekeeping::foreignObjects)
                .description("Objects under the store's prefix that are not ours, when they were last looked for").register(
                        meters);
    }
}
