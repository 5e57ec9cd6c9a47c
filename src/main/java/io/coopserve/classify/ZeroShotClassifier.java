package io.coopserve.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.coopserve.classify.Stages.Stage;
import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.prompt.Scores;

/** Classifies with hand-written prompts (CLIP, section 3.1): nothing is learned or stored. */
@ApplicationScoped
public class ZeroShotClassifier {
    private static final long CACHED_BYTES = 32L << 20;
    /** What an entry takes beside its characters and numbers: strings, key, and the cache's own objects. */
    private static final int OVERHEAD = 250;

    private record Key(String label, List<String> templates) {
        private int bytes() {
            return Character.BYTES * (label.length() + templates.stream().mapToInt(String::length).sum());
        }
    }

    private final FrozenClip model;
    private final ImageEncoder encoder;
    private final Stages stages;
    private final Cache<Key, float[]> weights = Caffeine.newBuilder().maximumWeight(CACHED_BYTES).weigher(
            (Key key, float[] weight) -> OVERHEAD + key.bytes() + Float.BYTES * weight.length).build();

    ZeroShotClassifier(FrozenClip model, ImageEncoder encoder, Stages stages) {
        this.model = model;
        this.encoder = encoder;
        this.stages = stages;
    }

    /**
     * @param labels class names, {@code _} meaning a blank
     * @param templates with {@code {}} where the class name goes
     * @throws io.coopserve.clip.TextTooLongException naming the label that does not fit
     */
    public Classification classify(Sender sender, List<String> labels, List<String> templates, List<byte[]> images) {
        Clip clip = model.clip();
        List<Key> keys = labels.stream().map(label -> new Key(label, templates)).toList();
        clip.textEncoder().checkTemplates(labels, templates);
        List<float[]> features = encoder.encode(sender, images); // first: a bad image must not cost the text tower anything
        Map<Key, float[]> known = weights.getAll(keys, missing -> encode(clip, List.copyOf(missing)));
        float[][] handWritten = keys.stream().map(known::get).toArray(float[][]::new);
        return stages.run(Stage.SCORE, () -> new Classification(0, clip.fingerprint(), labels, features.stream().map(
                image -> Scores.logits(image, handWritten, clip.logitScale())).toArray(double[][]::new)));
    }

    private static Map<Key, float[]> encode(Clip clip, List<? extends Key> missing) {
        List<String> labels = new ArrayList<>();
        missing.forEach(key -> labels.add(key.label()));
        float[][] encoded = clip.textEncoder().templateWeights(labels, missing.get(0).templates());
        Map<Key, float[]> byKey = new HashMap<>();
        for (int i = 0; i < encoded.length; i++) {
            byKey.put(missing.get(i), encoded[i]);
        }
        return byKey;
    }
}
