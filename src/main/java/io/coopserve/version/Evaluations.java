package io.coopserve.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.adapt.EarlierVersion;
import io.coopserve.adapt.Examination;
import io.coopserve.adapt.FeatureCache;
import io.coopserve.adapt.FewShots;
import io.coopserve.adapt.ImageFeatures;
import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.Start;
import io.coopserve.learn.Training;
import io.coopserve.learn.TrainingConfiguration;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.ForeignModelException;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.prompt.PromptCard;
import io.coopserve.prompt.PromptFile;
import io.coopserve.report.BaseToNew;
import io.coopserve.report.Evaluation;
import io.coopserve.store.DatasetChangedException;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.NotFoundException;
import io.coopserve.store.Prompts;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Measures published versions on the test images of data sets. */
@ApplicationScoped
public class Evaluations {
    private final FrozenClip model;
    private final Datasets datasets;
    private final Prompts prompts;
    private final FeatureCache cache;
    private final Training training;
    private final Semaphore places = new Semaphore(1); // it takes the device between requests, as a run does

    Evaluations(FrozenClip model, Datasets datasets, Prompts prompts, FeatureCache cache, TrainingConfiguration configuration) {
        this.model = model;
        this.datasets = datasets;
        this.prompts = prompts;
        this.cache = cache;
        this.training = Training.of(configuration);
    }

    /**
     * What to measure.
     *
     * @param version by default the current one
     * @param templates hand-written prompts to compare with
     * @param baseToNew whether the first half of the prompt's classes is to be told apart from the rest (CoCoOp, section 4.1)
     */
    public record Question(Name dataset, Optional<Integer> version, List<String> templates, boolean baseToNew) {}

    /**
     * What came out.
     *
     * @param dataset as it was when it was measured on
     * @param baseToNew null unless asked for
     * @param seconds spent
     */
    public record Answer(int version, DatasetManifest dataset, PromptCard.Metrics metrics, Evaluation report,
            BaseToNew baseToNew, double seconds) {}

    /**
     * Requests that are served meanwhile wait for no more than a pass of the image tower.
     *
     * @throws io.coopserve.store.NotFoundException if there is no such prompt, version or data set
     * @throws InvalidPromptException if it cannot be measured on these images
     * @throws EvaluationBusyException if another one is under way
     */
    public Answer evaluate(TenantId tenant, Name prompt, Question question) {
        Clip clip = model.clip();
        int version = question.version().orElseGet(() -> prompts.current(tenant, prompt).version());
        LearnedPrompt learned = PromptFile.read(prompts.file(tenant, prompt, version));
        if (!learned.model().equals(clip.fingerprint())) {
            throw new ForeignModelException(learned.model(), clip.fingerprint());
        }
        Recipe.checkTemplates(question.templates());
        clip.textEncoder().checkTemplates(learned.classes(), question.templates());
        if (!places.tryAcquire()) {
            throw new EvaluationBusyException();
        }
        try {
            return clip.torch().yielding(() -> measured(clip, tenant, prompt, version, learned, question));
        } finally {
            places.release();
        }
    }

    private Answer measured(Clip clip, TenantId tenant, Name prompt, int version, LearnedPrompt learned, Question question) {
        long start = System.nanoTime();
        ImageFeatures features = features(clip, tenant, question.dataset());
        DatasetManifest dataset = features.manifest();
        List<String> classes = learned.classes();
        requireKnown(dataset, classes);
        LabelledFeatures byDataset = features.centreCrops(FewShots.test(dataset), done -> {
        });
        List<String> names = dataset.classNames();
        LabelledFeatures test = new LabelledFeatures(byDataset.features(), Arrays.stream(byDataset.labels()).map(
                k -> classes.indexOf(names.get(k))).toArray());
        Classifier classifier = clip.classifier(learned, training.activations());
        Examination.Result result = new Examination(clip, classes, test).of(classifier, question.templates(), baselines(clip,
                tenant, prompt, prompts.card(tenant, prompt, version)), Optional.empty());
        BaseToNew baseToNew = question.baseToNew() ? BaseToNew.of(classifier.logits(test.features()), test.labels()) : null;
        return new Answer(version, dataset, result.metrics(), result.report(), baseToNew, (System.nanoTime() - start) / 1e9);
    }

    private ImageFeatures features(Clip clip, TenantId tenant, Name dataset) {
        return new ImageFeatures(tenant, dataset, clip, datasets, cache, () -> {
        });
    }

    /**
     * Those of the run that learned a version: its start is drawn again from its seed, and the linear probe learned from the same
     * images.
     *
     * @return nothing for a version that no run has learned, or whose classes, data set or earlier version have changed since
     */
    private Examination.Baselines baselines(Clip clip, TenantId tenant, Name prompt, PromptCard card) {
        PromptCard.Data data = card.data();
        if (card.run() == null || !data.train().keySet().equals(Set.copyOf(data.classes()))) {
            return Examination.Baselines.NONE;
        }
        Recipe recipe = Recipe.of(card.recipe());
        ImageFeatures features = features(clip, tenant, recipe.dataset());
        try {
            features.manifest(data.sha256());
            Start start = new Start(clip, recipe, EarlierVersion.of(recipe, tenant, prompt, prompts, clip), data.classes(),
                    training);
            return Examination.Baselines.of(start, features.centreCrops(FewShots.named(data.train(), data.classes()), done -> {
            }), () -> {
            });
        } catch (NotFoundException | DatasetChangedException e) {
            return Examination.Baselines.NONE;
        }
    }

    /** @throws InvalidPromptException if the prompt does not know a class of the data set */
    private static void requireKnown(DatasetManifest dataset, List<String> classes) {
        Set<String> unknown = new HashSet<>(dataset.classNames());
        classes.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            List<String> named = new ArrayList<>(unknown);
            named.sort(null);
            throw new InvalidPromptException(
                    ("The data set \"%s\" has images of \"%s\", which the prompt does not know: its classes "
                            + "are \"%s\".")
                            .formatted(dataset.dataset(), String.join("\", \"", named), String.join("\", \"", classes)));
        }
    }
}
