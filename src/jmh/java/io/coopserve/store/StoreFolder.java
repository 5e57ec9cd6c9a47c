package io.coopserve.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** A filesystem store without a service: it is filled before a runner starts on it, or worked with in this process. */
public record StoreFolder(Path path) {
    private record Configuration(Kind kind, Path path, Duration refresh) implements StoreConfiguration {}

    /** Its prompts, any number of versions of each. */
    public Prompts prompts() {
        FileObjectStore store = new FileObjectStore(path);
        return new Prompts(store, new Pointers(store, new Configuration(StoreConfiguration.Kind.FILESYSTEM, path,
                Duration.ofSeconds(5))), () -> Integer.MAX_VALUE, new KeepAll());
    }

    public Datasets datasets() {
        return DatasetFolder.of(path);
    }

    /** Publishes a prompt as an adaptation does, with a card that says little. */
    public PromptCard publish(TenantId tenant, Name prompt, LearnedPrompt learned) {
        PromptCard.Data data = new PromptCard.Data(null, null, learned.classes(), Map.of(), Map.of());
        return prompts().publish(tenant, prompt, learned, version -> new PromptCard(prompt.toString(), version, Instant.now(),
                "bench", learned.model(), null, data, null, null, null, null, List.of(
                        "not trained: a random context, for measuring")));
    }
}
