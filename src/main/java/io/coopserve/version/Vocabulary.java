package io.coopserve.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.learn.Method;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/**
 * Changes the classes of a published prompt without training: a unified context goes with any class name (CoOp, section 3.1;
 * CoCoOp, section 4.1 measures how well).
 */
@ApplicationScoped
public class Vocabulary {
    private final FrozenClip model;
    private final Prompts prompts;
    private final ClassNames names;

    Vocabulary(FrozenClip model, Prompts prompts, ClassNames names) {
        this.model = model;
        this.prompts = prompts;
        this.names = names;
    }

    /**
     * How a class list changes: first names are removed, then changed, then added at the end.
     *
     * @param from the version whose classes change; by default the current one
     * @param rename new names by old ones
     */
    public record Change(Optional<Integer> from, List<String> add, List<String> remove, Map<String, String> rename) {}

    /**
     * Publishes a new version with other classes, and makes it the current one. Only new names pass the text tower.
     *
     * @throws io.coopserve.store.NotFoundException if there is no such prompt or version
     * @throws io.coopserve.store.TooManyVersionsException if the prompt cannot have another one
     * @throws io.coopserve.clip.TextTooLongException naming the class that does not fit beside the context
     * @throws InvalidPromptException if the classes of this version cannot change, or not so
     */
    public PromptCard publish(TenantId tenant, Name prompt, Change change) {
        prompts.checkRoom(tenant, prompt);
        int from = change.from().orElseGet(() -> prompts.current(tenant, prompt).version());
        PromptCard card = prompts.card(tenant, prompt, from);
        LearnedPrompt old = PromptFile.read(prompts.file(tenant, prompt, from));
        Clip clip = model.clip();
        if (!old.model().equals(clip.fingerprint())) {
            throw new ForeignModelException(old.model(), clip.fingerprint());
        }
        LearnedContext context = Method.context(old);
        if (context.layout().classSpecific()) {
            throw new InvalidPromptException(
                    ("The classes of version %d cannot change: its context is classSpecific, so a class "
                            + "without training has none.").formatted(from));
        }
        List<String> classes = changed(old.classes(), change);
        LearnedPrompt changed = with(clip, old, context, classes);
        List<String> notes = new ArrayList<>(card.notes());
        notes.add(("The classes are those of version %d, changed without training: added %s, removed %s, renamed %s. What this "
                + "version is worth was not measured.").formatted(from, change.add(), change.remove(), change.rename()));
        PromptCard.Data data = new PromptCard.Data(card.data().dataset(), card.data().sha256(), classes, card.data().train(),
                card
                        .data().test());
        return prompts.publish(tenant, prompt, changed, version -> new PromptCard(prompt.value(), version, Instant.now(), card
                .run(), card.model(), card.recipe(), data, null, null, null, card.nearestWords(), notes));
    }

    public static LearnedPrompt with(Clip clip, LearnedPrompt old, LearnedContext context, List<String> classes) {
        if (old instanceof Conditional conditional) {
            clip.textEncoder().classPrompts(context.layout(), classes); // whether they fit
            return new Conditional(old.model(), classes, old.logitScale(), context, conditional.metaNet());
        }
        Map<String, float[]> weights = new HashMap<>();
        for (int k = 0; k < old.classes().size(); k++) {
            weights.put(old.classes().get(k), ((ClassWeights) old).weights()[k]);
        }
        List<String> unknown = classes.stream().filter(name -> !weights.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            float[][] encoded = clip.textEncoder().classPrompts(context.layout(), unknown).weights(context.vectors());
            for (int k = 0; k < encoded.length; k++) {
                weights.put(unknown.get(k), encoded[k]);
            }
        }
        return new ClassWeights(old.model(), classes, old.logitScale(), classes.stream().map(weights::get).toArray(
                float[][]::new), Optional.of(context));
    }

    private List<String> changed(List<String> old, Change change) {
        for (String name : change.remove()) {
            requireKnown("remove", name, old);
        }
        for (String name : change.rename().keySet()) {
            requireKnown("rename", name, old);
        }
        List<String> classes = new ArrayList<>();
        old.stream().filter(name -> !change.remove().contains(name)).map(name -> change.rename().getOrDefault(name, name))
                .forEach(classes::add);
        classes.addAll(change.add());
        names.check(classes);
        if (classes.equals(old)) {
            throw new InvalidPromptException(
                    "Nothing would change: give names to add or remove, or to rename as {\"old\":\"new\"}.");
        }
        return classes;
    }

    private static void requireKnown(String field, String name, List<String> classes) {
        if (!classes.contains(name)) {
            throw new InvalidPromptException("%s names \"%s\", which is not among the classes \"%s\".".formatted(field, name,
                    String.join("\", \"", classes)));
        }
    }
}
