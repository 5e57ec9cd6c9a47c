package io.coopserve.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * The pointer of each prompt as a log: objects {@code current/{sequence}}, the highest is current. Moving is appending,
 * which create-if-absent makes safe between replicas. A move holds here at once, on other replicas within the refresh time;
 * they look in the background, not while a request waits.
 */
@ApplicationScoped
public class Pointers {
    private static final int CACHED = 100_000;

    private record Key(TenantId tenant, Name prompt) {}

    private final ObjectStore store;
    /** Of its own, since a storage that hangs must not occupy the common pool. */
    private final ExecutorService looks = BackgroundThreads.pool(8, "pointer-refresh");
    private final LoadingCache<Key, Pointer> cache;

    Pointers(ObjectStore store, StoreConfiguration configuration) {
        this.store = store;
        this.cache = Caffeine.newBuilder().maximumSize(CACHED).refreshAfterWrite(configuration.refresh()).executor(looks)
                .build(new Newest());
    }

    private final class Newest implements CacheLoader<Key, Pointer> {
        @Override
        public Pointer load(Key key) {
            return newest(key.tenant, key.prompt);
        }

        /** While the storage is away, what is known goes on answering. */
        @Override
        public Pointer reload(Key key, Pointer known) {
            try {
                return load(key);
            } catch (StoreUnavailableException e) {
                return known;
            }
        }
    }

    @PreDestroy
    void stop() {
        looks.shutdown();
    }

    /** Where it pointed at most the refresh time ago. */
    public Pointer current(TenantId tenant, Name prompt) {
        Pointer pointer = cache.get(new Key(tenant, prompt));
        if (pointer.version() == 0) {
            // a prompt that another replica has just published is worth a look, and nobody's answer waits for it
            cache.invalidate(new Key(tenant, prompt));
        }
        return pointer;
    }

    /** Where it points now. */
    Pointer fresh(TenantId tenant, Name prompt) {
        Pointer pointer = newest(tenant, prompt);
        cache.put(new Key(tenant, prompt), pointer);
        return pointer;
    }

    /**
     * @param expected the sequence that the caller saw
     * @throws PointerMovedException if that is no longer the current one
     */
    Pointer move(TenantId tenant, Name prompt, int version, Optional<Long> expected) {
        return append(tenant, prompt, version, version, expected);
    }

    /** Points at nothing, and forgets the moves before. */
    void retire(TenantId tenant, Name prompt, int highest) {
        Pointer last = append(tenant, prompt, 0, highest, Optional.empty());
        store.delete(sequences(tenant, prompt).stream().filter(sequence -> sequence < last.sequence()).map(
                sequence -> move(tenant, prompt, sequence)).toList());
    }

    private Pointer append(TenantId tenant, Name prompt, int version, int highest, Optional<Long> expected) {
        while (true) {
            Pointer before = newest(tenant, prompt);
            if (expected.isPresent() && expected.get() != before.sequence()) {
                throw new PointerMovedException(expected.get(), before.sequence());
            }
            Pointer after = new Pointer(before.sequence() + 1, version, Math.max(highest, before.highest()));
            if (store.create(move(tenant, prompt, after.sequence()), Json.write(after))) {
                cache.put(new Key(tenant, prompt), after);
                return after;
            }
        }
    }

    /** Forgets what is cached about a tenant. */
    void forget(TenantId tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant.equals(tenant));
    }

    /** All moves, the last one first. */
    List<Pointer> history(TenantId tenant, Name prompt) {
        return sequences(tenant, prompt).stream().sorted(Comparator.reverseOrder()).flatMap(sequence -> store.read(move(tenant,
                prompt, sequence)).stream()).map(bytes -> Json.read(bytes, Pointer.class)).toList();
    }

    private Pointer newest(TenantId tenant, Name prompt) {
        List<Long> sequences = sequences(tenant, prompt);
        if (sequences.isEmpty()) {
            return Pointer.NONE;
        }
        return store.read(move(tenant, prompt, sequences.get(sequences.size() - 1)))
                .map(bytes -> Json.read(bytes, Pointer.class)).orElse(Pointer.NONE);
    }

    private List<Long> sequences(TenantId tenant, Name prompt) {
        return store.list(Prompts.folder(tenant, prompt).then("current")).stream().map(Long::valueOf).sorted().toList();
    }

    private static ObjectKey move(TenantId tenant, Name prompt, long sequence) {
        return Prompts.folder(tenant, prompt).then("current", sequence);
    }
}
