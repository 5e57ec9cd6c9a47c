package io.coopserve.bench;

import java.nio.file.Path;
import java.util.Optional;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.store.StoreFolder;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** A published prompt of ten classes with an untrained context: classifying with it costs what any does. */
final class BenchPrompt {
    static final String PATH = "/v1/tenants/bench/prompts/p/classify";
    private static final int CONTEXT = 4;

    private BenchPrompt() {
    }

    static void publish(Clip clip, Path store) {
        float[] context = clip.textEncoder().embeddings("x x x x");
        ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, RandomVocabulary.CLASSES);
        LearnedPrompt learned = new ClassWeights(clip.fingerprint(), RandomVocabulary.CLASSES, clip.logitScale(), prompts
                .weights(context), Optional.empty());
        publish(learned, store);
    }

    /** Publishes any prompt in its place. @return its file */
    static Path publish(LearnedPrompt learned, Path store) {
        new StoreFolder(store).publish(new TenantId("bench"), new Name("p"), learned);
        return store.resolve("tenants/bench/prompts/p/versions/1/prompt.safetensors");
    }
}
