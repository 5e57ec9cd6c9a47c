package io.coopserve.classify;

import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.coopserve.clip.FrozenClip;
import io.coopserve.clip.ModelNotReadyException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Reads the prompts of a list as soon as the model is there, so that their first answers need no storage. */
@ApplicationScoped
final class WarmPrompts {
    private static final int AFTER_THE_MODEL = 3_000; // whose thread must have been started
    private static final Logger LOG = Logger.getLogger(WarmPrompts.class);

    /** @throws ConfigurationException naming the entry that is no tenant and prompt; it ends the process */
    void start(@Observes @Priority(AFTER_THE_MODEL) StartupEvent event, ClassifyConfiguration configuration, FrozenClip model,
            PromptClassifier classifier) {
        List<Entry> entries = configuration.warm().orElse(List.of()).stream().map(Entry::of).toList();
        if (!entries.isEmpty()) {
            Thread reader = new Thread(() -> read(entries, model, classifier), "prompt-warm-up");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private static void read(List<Entry> entries, FrozenClip model, PromptClassifier classifier) {
        try {
            model.await();
        } catch (ModelNotReadyException e) {
            return; // this process ends
        }
        for (Entry entry : entries) {
            try {
                classifier.warm(entry.tenant, entry.prompt);
            } catch (RuntimeException e) {
                LOG.warnf("%s of coop.classify.warm cannot be read: %s", entry, e.getMessage());
            }
        }
    }

    /** A prompt of a tenant. */
    private record Entry(TenantId tenant, PromptVersion prompt) {
        private static Entry of(String entry) {
            String[] parts = entry.strip().split("/", -1);
            if (parts.length != 2 || !Name.isValid(parts[0]) || !Name.isValid(parts[1])) {
                throw new ConfigurationException("coop.classify.warm: \"%s\" is not tenant/prompt.".formatted(entry));
            }
            return new Entry(new TenantId(parts[0]), new PromptVersion(new Name(parts[1]), Optional.empty()));
        }

        @Override
        public String toString() {
            return tenant + "/" + prompt.prompt();
        }
    }
}
