package io.coopserve.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Classifies images with a tenant's learned prompt: one pass of the image tower and K dot products on the host. */
@ApplicationScoped
public class PromptClassifier {
    private static final long CACHED_NUMBERS = 64L << 20; // 256 MiB of class weights
    /** Versions never change, but may be deleted on another replica. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Key(TenantId tenant, Name prompt, int version) {}

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Prompts prompts;
    private final Cache<Key, LearnedPrompt> cache = Caffeine.newBuilder().expireAfterWrite(KEPT).maximumWeight(CACHED_NUMBERS)
            .weigher((Key key, LearnedPrompt prompt) -> prompt.weights().length * prompt.weights()[0].length).build();

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
        LearnedPrompt learned = cache.get(new Key(tenant, prompt, actual), key -> LearnedPrompt.fromSafetensors(prompts.file(
                key.tenant, key.prompt, key.version)));
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
