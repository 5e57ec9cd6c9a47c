package io.coopserve.adapt;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.learn.InvalidRecipeException;
import io.coopserve.learn.Method;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.TrainingConfiguration;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Finds everything that would make a run fail before anything is written for it. */
@ApplicationScoped
public class RecipeResolver {
    private final FrozenClip model;
    private final Datasets datasets;
    private final Prompts prompts;
    private final TrainingConfiguration training;

    RecipeResolver(FrozenClip model, Datasets datasets, Prompts prompts, TrainingConfiguration training) {
        this.model = model;
        this.datasets = datasets;
        this.prompts = prompts;
        this.training = training;
    }

    /**
     * What a run can be made of.
     *
     * @param recipe with everything filled in
     * @param dataSha256 of the content of the data set that it was filled in for
     */
    public record Resolved(Recipe recipe, String dataSha256) {}

    /**
     * The recipe with everything filled in.
     *
     * @throws InvalidRecipeException if it could not succeed
     * @throws io.coopserve.store.NotFoundException if there is no such data set
     * @throws io.coopserve.store.TooManyVersionsException if the prompt cannot have another one
     * @throws io.coopserve.clip.ActivationMemoryException if a training step does not fit into the memory it may hold
     * @throws io.coopserve.clip.TextTooLongException naming the class name or template that does not fit
     */
    public Resolved resolve(TenantId tenant, Name prompt, Recipe recipe) {
        prompts.checkRoom(tenant, prompt);
        Clip clip = model.clip();
        DatasetManifest dataset = datasets.manifest(tenant, recipe.dataset());
        int smallest = dataset.classes().stream().mapToInt(images -> images.train().size()).min().orElseThrow();
        Optional<LearnedContext> start = EarlierVersion.of(recipe, tenant, prompt, prompts, clip).map(Method::context);
        Recipe resolved = recipe.resolved(smallest, recipe.words().map(clip.textEncoder()::tokens), start, dataset.classNames()
                .size());
        if (Method.of(resolved.method()).trains()) {
            clip.textEncoder().classPrompts(resolved.layout(start), dataset.classNames()).checkTrainable(training.activations()
                    .asLongValue());
        }
        clip.textEncoder().checkTemplates(dataset.classNames(), resolved.templates());
        return new Resolved(resolved, dataset.sha256());
    }
}
