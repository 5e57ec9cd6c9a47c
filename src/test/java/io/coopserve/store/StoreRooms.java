package io.coopserve.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** All that is kept in a folder, as the service keeps it. */
record StoreRooms(FileObjectStore store, Pointers pointers, Prompts prompts, Datasets datasets, Runs runs, OpenRuns open,
        Housekeeping housekeeping) {
    static final Duration GRACE = Duration.ofHours(2);

    private record Retention(Duration interval, Duration grace, Optional<Integer> versions, Duration runs, Duration events,
            Map<String, OfTenant> tenants) implements RetentionConfiguration {}

    private record Configuration(Kind kind, Path path, Duration refresh) implements StoreConfiguration {}

    static StoreRooms in(Path folder) {
        return in(folder, Optional.empty(), Map.of());
    }

    /** @param versions that are kept, by all tenants and by some */
    static StoreRooms in(Path folder, Optional<Integer> versions, Map<String, RetentionConfiguration.OfTenant> tenants) {
        Retention retention = new Retention(Duration.ofHours(1), GRACE, versions, Duration.ofDays(30), Duration.ofDays(1),
                tenants);
        FileObjectStore store = new FileObjectStore(folder);
        Pointers pointers = new Pointers(store,
                new Configuration(StoreConfiguration.Kind.FILESYSTEM, folder, Duration.ofSeconds(
                        5)));
        Prompts prompts = new Prompts(store, pointers, () -> 100, retention);
        OpenRuns open = new OpenRuns(store);
        return new StoreRooms(store, pointers, prompts, new Datasets(store, retention), new Runs(store), open, new Housekeeping(
                store, open, prompts, pointers, retention));
    }
}
