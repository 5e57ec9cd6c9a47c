package io.coopserve.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

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
    private static final int LOOKS = 10;

    private record Key(TenantId tenant, Name prompt) {}

    /** From where to where it was moved. */
    record Move(Pointer before, Pointer after) {}

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

    /** Where it points now. Who keeps house looks at all there are: only what is asked for stays in memory. */
    Pointer fresh(TenantId tenant, Name prompt) {
        Pointer pointer = newest(tenant, prompt);
        cache.asMap().replace(new Key(tenant, prompt), pointer);
        return pointer;
    }

    /**
     * @param expected the sequence that the caller saw
     * @return the pointer before and after; the same if the version was deleted with its prompt
     * @throws PointerMovedException if that is no longer the current one
     */
    Move move(TenantId tenant, Name prompt, int version, Optional<Long> expected) {
        return append(tenant, prompt, before -> {
            if (expected.isPresent() && expected.get() != before.sequence()) {
                throw new PointerMovedException(expected.get(), before.sequence());
            }
            return before.retired() >= version ? before : before.next(version, version);
        });
    }

    /**
     * Points at a version that is published, once, whoever says so how often.
     *
     * @param since the sequence before anybody could
     */
    Move moveOnce(TenantId tenant, Name prompt, int version, long since) {
        return append(tenant, prompt, before -> before.retired() >= version || isMoved(tenant, prompt, version, since, before)
                ? before
                : before.next(version, version));
    }

    private boolean isMoved(TenantId tenant, Name prompt, int version, long since, Pointer last) {
        for (long sequence = last.sequence(); sequence > since; sequence--) {
            if (read(tenant, prompt, sequence).filter(pointer -> pointer.version() == version).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Points at nothing, and forgets the moves before. @return the pointer that says so */
    Pointer retire(TenantId tenant, Name prompt, int highest) {
        Pointer last = append(tenant, prompt, before -> before.retire(highest)).after();
        store.delete(sequences(tenant, prompt).stream().filter(sequence -> sequence < last.sequence()).map(
                sequence -> move(tenant, prompt, sequence)).toList());
        return last;
    }

    /** @param step from where it points to where it shall; the same to leave it */
    private Move append(TenantId tenant, Name prompt, UnaryOperator<Pointer> step) {
        while (true) {
            Pointer before = newest(tenant, prompt);
            Pointer after = step.apply(before);
            if (after.equals(before) || store.create(move(tenant, prompt, after.sequence()), Json.write(after))) {
                cache.put(new Key(tenant, prompt), after);
                return new Move(before, after);
            }
        }
    }

    /** Forgets what is cached about a tenant. */
    void forget(TenantId tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant.equals(tenant));
    }

    /** All moves, the last one first. */
    List<Pointer> history(TenantId tenant, Name prompt) {
        return sequences(tenant, prompt).stream().sorted(Comparator.reverseOrder()).flatMap(sequence -> read(tenant, prompt,
                sequence).stream()).toList();
    }

    private Pointer newest(TenantId tenant, Name prompt) {
        for (int looks = 0; looks < LOOKS; looks++) {
            long sequence = Numbers.highest(sequences(tenant, prompt));
            Optional<Pointer> newest = sequence == 0 ? Optional.of(Pointer.NONE) : read(tenant, prompt, sequence);
            if (newest.isPresent()) {
                return newest.get(); // else it was deleted between, and the one that came instead is there
            }
        }
        throw new StoreUnavailableException("cannot read the pointer of prompt %s: it is listed and not there".formatted(
                prompt), null);
    }

    private Optional<Pointer> read(TenantId tenant, Name prompt, long sequence) {
        return store.read(move(tenant, prompt, sequence)).map(bytes -> Json.read(bytes, Pointer.class));
    }

    private List<Long> sequences(TenantId tenant, Name prompt) {
        return Numbers.in(store.list(Prompts.folder(tenant, prompt).then("current")));
    }

    private static ObjectKey move(TenantId tenant, Name prompt, long sequence) {
        return Prompts.folder(tenant, prompt).then("current", sequence);
    }
}
