package io.coopserve.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** A filesystem store that is filled before a runner starts on it. */
public record StoreFolder(Path path) {
    private record Configuration(Kind kind, Path path, Duration refresh) implements StoreConfiguration {}

    /** Publishes a prompt as an adaptation does, with a card that says little. */
    public void publish(TenantId tenant, Name prompt, LearnedPrompt learned) {
        FileObjectStore store = new FileObjectStore(path);
        Prompts prompts = new Prompts(store, new Pointers(store, new Configuration(StoreConfiguration.Kind.FILESYSTEM, path,
                Duration.ofSeconds(5))), () -> Integer.MAX_VALUE);
        prompts.publish(tenant, prompt, learned, version -> new PromptCard(prompt.toString(), version, Instant.now(), "bench",
                learned.model(), null, null, null, null, null, null, List.of("not trained: a random context, for measuring")));
    }
}
