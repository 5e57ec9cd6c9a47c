package io.coopserve.classify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.DamagedVersionException;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreUnavailableException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Classifies images with a tenant's learned prompt: one pass of the image tower and K dot products on the host. Only a prompt
 * whose context depends on the image needs the text tower too, once for each image.
 */
@ApplicationScoped
public class PromptClassifier {
    private static final Logger LOG = Logger.getLogger(PromptClassifier.class);
    private static final long CACHED_NUMBERS = 64L << 20; // 256 MiB of class weights
    /** Versions never change, but may be deleted on another replica: that is looked up while the known one answers. */
    private static final Duration TRUSTED = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofMinutes(10);

    private record Key(TenantId tenant, Name prompt, int version) {}

    /** @param classifier none if the prompt was learned on another CLIP */
    private record Version(LearnedPrompt prompt, Optional<Classifier> classifier) {}

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Prompts prompts;
    private final long activations;
    private final Timer conditional;
    private final LoadingCache<Key, Version> cache = Caffeine.newBuilder().refreshAfterWrite(TRUSTED)
            .expireAfterWrite(KEPT)
            .maximumWeight(CACHED_NUMBERS)
            .weigher((Key key, Version version) -> (int) Math.min(version.prompt.size(), Integer.MAX_VALUE))
            .build(new Versions());
    /** Of versions that are damaged those that answer in their place. */
    private final Cache<Key, Key> substitutes = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();

    private final class Versions implements CacheLoader<Key, Version> {
        @Override
        public Version load(Key key) {
            LearnedPrompt prompt = PromptFile.read(prompts.file(key.tenant, key.prompt, key.version));
            return new Version(prompt, Optional.of(model.clip()).filter(clip -> clip.fingerprint().equals(prompt.model())).map(
                    clip -> clip.classifier(prompt, activations)));
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

    PromptClassifier(FrozenClip model, ImageEncoder encoder, Prompts prompts, BatchConfiguration configuration,
            MeterRegistry meters) {
        this.model = model;
        this.encoder = encoder;
        this.prompts = prompts;
        this.activations = configuration.activations().asLongValue();
        this.conditional = meters.timer("coop.conditional");
    }

    /**
     * @param version by default the current one
     * @throws io.coopserve.store.NotFoundException if there is no such prompt or version
     * @throws io.coopserve.store.DamagedVersionException if it is damaged, and if it is the current one, all that were so before
     * @throws ForeignModelException if it was learned on another CLIP
     * @throws io.coopserve.prompt.NewerFormatException if a later release has written it
     */
    public Classification classify(TenantId tenant, Name prompt, Optional<Integer> version, List<byte[]> images) {
        String served = model.clip().fingerprint();
        Key key = version.map(number -> new Key(tenant, prompt, number))
                .orElseGet(() -> undamaged(new Key(tenant, prompt, prompts
                        .current(tenant, prompt).version())));
        Version learned = cache.get(key);
        Classifier classifier = learned.classifier.orElseThrow(() -> new ForeignModelException(learned.prompt.model(), served));
        float[][] features = encoder.encode(tenant.value(), images).toArray(float[][]::new);
        return new Classification(key.version, served, learned.prompt instanceof Conditional
                ? conditional.record(() -> classifier.classify(features))
                : classifier.classify(features));
    }

    /** The current version or, if that is damaged, the one that was current before. */
    private Key undamaged(Key current) {
        Key substitute = substitutes.getIfPresent(current);
        if (substitute != null) {
            return substitute;
        }
        try {
            cache.get(current);
            return current;
        } catch (DamagedVersionException e) {
            Key former = prompts.former(current.tenant, current.prompt).stream().map(version -> new Key(current.tenant,
                    current.prompt, version)).filter(this::isUndamaged).findFirst().orElseThrow(() -> e);
            LOG.errorf("%s Until then version %d answers, to tenant %s.", e.getMessage(), former.version, current.tenant);
            substitutes.put(current, former);
            return former;
        }
    }

    private boolean isUndamaged(Key key) {
        try {
            cache.get(key);
            return true;
        } catch (DamagedVersionException | NotFoundException e) {
            return false;
        }
    }

    /** Forgets what was read, after something of a tenant was deleted. */
    public void forget(TenantId tenant) {
        cache.asMap().keySet().removeIf(key -> key.tenant.equals(tenant));
        substitutes.asMap().keySet().removeIf(key -> key.tenant.equals(tenant));
    }
}
