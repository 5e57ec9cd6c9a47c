package io.coopserve.classify;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.BackgroundThreads;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;

/**
 * Versions that are ready to answer, in host memory, bounded by their bytes. A version never changes, so it is read once; who
 * asks for one that is there never waits for one that is being read.
 */
@ApplicationScoped
class ReadyPrompts {
    /** Versions never change, but may be deleted on another replica: that is looked up while the known one answers. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);
    static final Duration KEPT = Duration.ofMinutes(10);
    /** What a version takes beside its numbers and names: lengths, keys, and the caches' own objects. */
    private static final int OVERHEAD = 700;
    private static final int READERS = 8;

    record Key(TenantId tenant, Name prompt, int version) {}

    /** @param classifier null if the prompt was learned on another CLIP */
    private record Version(String model, int bytes, Classifier classifier) {}

    private final FrozenClip model;
    private final Prompts prompts;
    private final long activations;
    private final ExecutorService readers = BackgroundThreads.pool(READERS, "prompt-reader");
    private final AsyncLoadingCache<Key, Version> cache;

    ReadyPrompts(FrozenClip model, Prompts prompts, ClassifyConfiguration configuration, BatchConfiguration batches,
            MeterRegistry meters) {
        this.model = model;
        this.prompts = prompts;
        this.activations = batches.activations().asLongValue();
        this.cache = Caffeine.newBuilder().refreshAfterWrite(TRUSTED).expireAfterWrite(KEPT).maximumWeight(configuration.cache()
                .asLongValue()).weigher((Key key, Version version) -> version.bytes)
                .executor(readers).recordStats().buildAsync(new Reader());
        CaffeineCacheMetrics.monitor(meters, cache, "prompts");
    }

    private final class Reader implements CacheLoader<Key, Version> {
        @Override
        public Version load(Key key) {
            LearnedPrompt prompt = PromptFile.read(prompts.file(key.tenant, key.prompt, key.version));
            Clip clip = model.clip();
            boolean ours = clip.fingerprint().equals(prompt.model());
            return new Version(ours ? clip.fingerprint() : prompt.model(),
                    (int) Math.min(OVERHEAD + prompt.bytes(), Integer.MAX_VALUE),
                    ours ? clip.classifier(prompt, activations) : null);
        }

        /** @return null if it is deleted; while the storage is away, what is known goes on answering */
        @Override
        public Version reload(Key key, Version known) {
            try {
                prompts.card(key.tenant, key.prompt, key.version);
                return known;
            } catch (StoreUnavailableException e) {
                return known;
            } catch (NotFoundException e) {
                return null;
            }
        }
    }

    /**
     * @throws NotFoundException if there is no such version
     * @throws io.coopserve.store.DamagedVersionException if it is damaged
     * @throws ForeignModelException if it was learned on another CLIP
     * @throws io.coopserve.prompt.NewerFormatException if a later release has written it
     */
    Classifier get(Key key) {
        Version version = read(key);
        if (version.classifier == null) {
            throw new ForeignModelException(version.model, model.clip().fingerprint());
        }
        return version.classifier;
    }

    /** Makes sure that it is there, whatever CLIP it was learned on. */
    void check(Key key) {
        read(key);
    }

    private Version read(Key key) {
        try {
            return cache.get(key).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Forgets what was read of a tenant. */
    void forget(TenantId tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant.equals(tenant)); // what is being read, too
    }

    @PreDestroy
    void stop() {
        readers.shutdown();
    }
}
