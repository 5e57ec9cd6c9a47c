package io.coopserve.adapt;

import java.util.Optional;

import io.coopserve.clip.Clip;
import io.coopserve.learn.CocoopLearner;
import io.coopserve.learn.InvalidRecipeException;
import io.coopserve.learn.Recipe;
import io.coopserve.prompt.Conditional;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptFile;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** The version that a recipe starts from. */
public final class EarlierVersion {
    private EarlierVersion() {
    }

    /**
     * @return nothing if the recipe names none
     * @throws io.coopserve.store.NotFoundException if there is no such version
     * @throws InvalidRecipeException if it was learned on another CLIP, or is not of a kind to start from
     */
    public static Optional<LearnedPrompt> of(Recipe recipe, TenantId tenant, Name prompt, Prompts prompts, Clip clip) {
        if (recipe.from() == null) {
            return Optional.empty();
        }
        LearnedPrompt start = PromptFile.read(prompts.file(tenant, prompt, recipe.from()));
        if (!start.model().equals(clip.fingerprint())) {
            throw new InvalidRecipeException(
                    "Version %d, which the recipe starts from, was learned on the CLIP %s; this one is %s."
                            .formatted(recipe.from(), start.model(), clip.fingerprint()));
        }
        if (start instanceof Conditional conditional && conditional.metaNet().bias1().length != CocoopLearner.hidden(clip
                .embedding())) {
            throw new InvalidRecipeException("Version %d has a meta-network of %d hidden units; it can only start from %d."
                    .formatted(recipe.from(), conditional.metaNet().bias1().length, CocoopLearner.hidden(clip.embedding())));
        }
        return Optional.of(start);
    }
}
