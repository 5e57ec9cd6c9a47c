package io.coopserve.classify;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.classify.ReadyPrompts.Key;
import io.coopserve.classify.Stages.Stage;
import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.Classifier;
import io.coopserve.store.DamagedVersionException;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Classifies images with a tenant's learned prompts: one pass of the image tower and K dot products on the host for each
 * prompt. Only a prompt whose context depends on the image needs the text tower too, once for each image.
 */
@ApplicationScoped
public class PromptClassifier {
    private static final Logger LOG = Logger.getLogger(PromptClassifier.class);

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Prompts prompts;
    private final ReadyPrompts ready;
    private final Stages stages;
    private final Timer conditional;
    /** Of versions that are damaged those that answer in their place. */
    private final Cache<Key, Key> substitutes = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(ReadyPrompts.KEPT)
            .build();

    /** What answers, and what it is. */
    private record Answering(Key key, Classifier classifier) {}

    PromptClassifier(FrozenClip model, ImageEncoder encoder, Prompts prompts, ReadyPrompts ready, Stages stages,
            MeterRegistry meters) {
        this.model = model;
        this.encoder = encoder;
        this.prompts = prompts;
        this.ready = ready;
        this.stages = stages;
        this.conditional = meters.timer("coop.conditional");
    }

    /**
     * @return what each of the prompts says
     * @throws io.coopserve.store.NotFoundException if there is no such prompt or version
     * @throws io.coopserve.store.DamagedVersionException if it is damaged, and if it is the current one, all that were so before
     * @throws io.coopserve.prompt.ForeignModelException if it was learned on another CLIP
     * @throws io.coopserve.prompt.NewerFormatException if a later release has written it
     */
    public List<Classification> classify(Sender sender, TenantId tenant, List<PromptVersion> versions, List<byte[]> images) {
        String served = model.clip().fingerprint();
        List<Answering> all = versions.stream().map(version -> key(tenant, version)).map(key -> new Answering(key, ready.get(
                key))).toList();
        float[][] features = encoder.encode(sender, images).toArray(float[][]::new);
        return stages.run(Stage.SCORE, () -> all.stream().map(one -> new Classification(one.key.version(), served,
                one.classifier.classes(), logits(one.classifier, features))).toList());
    }

    private double[][] logits(Classifier classifier, float[][] features) {
        return classifier.isConditional() ? conditional.record(() -> classifier.logits(features)) : classifier.logits(features);
    }

    /** Reads the current version of a prompt, as if someone had asked. */
    void warm(TenantId tenant, PromptVersion version) {
        ready.get(key(tenant, version));
    }

    private Key key(TenantId tenant, PromptVersion version) {
        return version.version().map(number -> new Key(tenant, version.prompt(), number)).orElseGet(() -> undamaged(new Key(
                tenant, version.prompt(), prompts.current(tenant, version.prompt()).version())));
    }

    /** The current version or, if that is damaged, the one that was current before. */
    private Key undamaged(Key current) {
        Key substitute = substitutes.getIfPresent(current);
        if (substitute != null) {
            return substitute;
        }
        try {
            ready.check(current);
            return current;
        } catch (DamagedVersionException e) {
            Key former = prompts.former(current.tenant(), current.prompt()).stream().map(version -> new Key(current.tenant(),
                    current.prompt(), version)).filter(this::isUndamaged).findFirst().orElseThrow(() -> e);
            LOG.errorf("%s Until then version %d answers, to tenant %s.", e.getMessage(), former.version(), current.tenant());
            substitutes.put(current, former);
            return former;
        }
    }

    private boolean isUndamaged(Key key) {
        try {
            ready.check(key);
            return true;
        } catch (DamagedVersionException | NotFoundException e) {
            return false;
        }
    }

    /** Forgets what was read, after something of a tenant was deleted. */
    public void forget(TenantId tenant) {
        ready.forget(tenant);
        substitutes.asMap().keySet().removeIf(key -> key.tenant().equals(tenant));
    }
}
