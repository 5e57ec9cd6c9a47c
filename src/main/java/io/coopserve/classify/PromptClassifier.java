package io.coopserve.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Classifies images with a tenant's learned prompt: one pass of the image tower and K dot products on the host. */
@ApplicationScoped
public class PromptClassifier {
    private static final long CACHED_NUMBERS = 64L << 20; // 256 MiB of class weights
    /** Versions never change, but may be deleted on another replica: that is looked up while the known one answers. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofMinutes(10);

    private record Key(TenantId tenant, Name prompt, int version) {}

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Prompts prompts;
    private final LoadingCache<Key, LearnedPrompt> cache = Caffeine.newBuilder().refreshAfterWrite(TRUSTED)
            .expireAfterWrite(KEPT)
            .maximumWeight(CACHED_NUMBERS)
            .weigher((Key key, LearnedPrompt prompt) -> prompt.weights().length * prompt.weights()[0].length)
            .build(new Versions());

    private final class Versions implements CacheLoader<Key, LearnedPrompt> {
        @Override
        public LearnedPrompt load(Key key) {
            return LearnedPrompt.fromSafetensors(prompts.file(key.tenant, key.prompt, key.version));
        }

        /** @return null if it is deleted; while the storage is away, what is known goes on answering */
        @Override
        public LearnedPrompt reload(Key key, LearnedPrompt known) {
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

    PromptClassifier(FrozenClip model, ImageEncoder encoder, Prompts prompts) {
        this.model = model;
        this.encoder = encoder;
        this.prompts = prompts;
    }

    /**
     * @param version by default the current one
     * @throws io.coopserve.store.NotFoundException if there is no such prompt or version
     * @throws ForeignModelException if it was learned on another CLIP
     */
    public Classification classify(TenantId tenant, Name prompt, Optional<Integer> version, List<byte[]> images) {
        String served = model.clip().fingerprint();
        int actual = version.orElseGet(() -> prompts.current(tenant, prompt).version());
        LearnedPrompt learned = cache.get(new Key(tenant, prompt, actual));
        if (!learned.model().equals(served)) {
            throw new ForeignModelException(learned.model(), served);
        }
        return new Classification(actual, served, encoder.encode(images).stream().map(learned::classify).toList());
    }

    /** Forgets what was read, after something of a tenant was deleted. */
    public void forget(TenantId tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant.equals(tenant));
    }
}
