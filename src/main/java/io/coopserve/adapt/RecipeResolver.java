package io.coopserve.adapt;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.tenant.TenantId;

/** Finds everything that would make a run fail before anything is written for it. */
@ApplicationScoped
public class RecipeResolver {
    private final FrozenClip model;
    private final Datasets datasets;

    RecipeResolver(FrozenClip model, Datasets datasets) {
        this.model = model;
        this.datasets = datasets;
    }

    /**
     * The recipe with everything filled in.
     *
     * @throws InvalidRecipeException if it could not succeed
     * @throws io.coopserve.store.NotFoundException if there is no such data set
     * @throws io.coopserve.clip.TextTooLongException naming the class name or template that does not fit
     */
    public Recipe resolve(TenantId tenant, Recipe recipe) {
        Clip clip = model.clip();
        DatasetManifest dataset = datasets.manifest(tenant, recipe.dataset());
        int smallest = dataset.classes().stream().mapToInt(images -> images.train().size()).min().orElseThrow();
        Optional<Integer> initTokens = Optional.ofNullable(recipe.ctxInit()).map(clip.textEncoder()::tokens);
        Recipe resolved = recipe.resolved(smallest, initTokens);
        clip.textEncoder().classPrompts(resolved.nCtx(), dataset.classNames());
        clip.textEncoder().checkTemplates(dataset.classNames(), resolved.templates());
        return resolved;
    }
}
