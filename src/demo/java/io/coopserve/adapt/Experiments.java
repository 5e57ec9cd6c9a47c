package io.coopserve.adapt;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.coopserve.clip.Clip;
import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.Lesson;
import io.coopserve.learn.LinearProbe;
import io.coopserve.learn.Method;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.Start;
import io.coopserve.learn.Training;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.LearnedPrompt;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.version.Vocabulary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;

/** What recipes come to: trained and measured as in a run, without a service around. One thread at a time. */
public final class Experiments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TenantId TENANT = new TenantId("study");
    private static final long CACHE = 1L << 30;

    private final Clip clip;
    private final Datasets datasets;
    private final FeatureCache cache;

    /** @param cache may be shared */
    public Experiments(Clip clip, Datasets datasets, FeatureCache cache) {
        this.clip = clip;
        this.datasets = datasets;
        this.cache = cache;
    }

    /** One that holds the features of all images of a study. */
    public static FeatureCache cache() {
        return new FeatureCache(() -> new MemorySize(BigInteger.valueOf(CACHE)), new SimpleMeterRegistry());
    }

    /** Stores a data set; the same images may be in several. */
    public static void put(Datasets datasets, DatasetManifest manifest, Map<String, byte[]> images) {
        datasets.put(TENANT, manifest, sink -> manifest.images().forEach(hash -> sink.accept(hash, images.get(hash))));
    }

    /** A training on the images that a recipe chooses. */
    public final class Lessons {
        private final Recipe recipe;
        private final RunImages.Shots shots;
        private final List<String> classNames;

        private Lessons(Recipe recipe, RunImages.Shots shots, List<String> classNames) {
            this.recipe = recipe;
            this.shots = shots;
            this.classNames = classNames;
        }

        public LearnedPrompt learned() {
            Start start = new Start(clip, recipe, Optional.empty(), classNames, Training.UNBOUNDED);
            return Method.of(recipe.method()).learn(Lesson.of(start, shots.train(), Optional.empty(), (progress, state) -> {
            })).prompt();
        }

        public Classifier linearProbe() {
            return LinearProbe.of(clip.torch(), classNames, shots.centreCrops(), () -> {
            });
        }
    }

    /** @param options of a recipe, as in a request */
    public Lessons lessons(Name dataset, Map<String, Object> options) {
        DatasetManifest manifest = datasets.manifest(TENANT, dataset);
        Recipe asked = JSON.convertValue(with(options, "dataset", dataset.value()), Recipe.class);
        int smallest = manifest.classes().stream().mapToInt(images -> images.train().size()).min().orElseThrow();
        Recipe recipe = asked.resolved(smallest, asked.words().map(clip.textEncoder()::tokens), Optional.empty(), manifest
                .classNames().size());
        FewShots files = FewShots.train(manifest, recipe.shots(), recipe.seed());
        ImageFeatures features = features(dataset);
        LabelledFeatures centreCrops = features.centreCrops(files, done -> {
        });
        return new Lessons(recipe, new RunImages.Shots(recipe, files, centreCrops, features.training(recipe, files, centreCrops,
                done -> {
                })), manifest.classNames());
    }

    private static Map<String, Object> with(Map<String, Object> options, String key, Object value) {
        Map<String, Object> all = new HashMap<>(options);
        all.put(key, value);
        return all;
    }

    private ImageFeatures features(Name dataset) {
        return new ImageFeatures(TENANT, dataset, clip, datasets, cache, () -> {
        });
    }

    /** @param classes K names of a data set */
    public Classifier handWritten(List<String> classes, List<String> templates) {
        return new ClassWeights(clip.fingerprint(), classes, clip.logitScale(), clip.textEncoder().templateWeights(classes,
                templates), Optional.empty());
    }

    /** The same context with other classes, as {@link Vocabulary} changes them. */
    public LearnedPrompt with(LearnedPrompt learned, List<String> classes) {
        return Vocabulary.with(clip, learned, Method.context(learned), classes);
    }

    public Classifier classifier(LearnedPrompt learned) {
        return clip.classifier(learned, Training.UNBOUNDED.activations());
    }

    public List<String> classNames(Name dataset) {
        return datasets.manifest(TENANT, dataset).classNames();
    }

    /** Whether each test image of a data set with the classifier's classes is classified rightly. */
    public boolean[] right(Classifier classifier, Name dataset) {
        DatasetManifest manifest = datasets.manifest(TENANT, dataset);
        if (!manifest.classNames().equals(classifier.classes())) {
            throw new IllegalArgumentException("%s has the classes %s, not %s".formatted(dataset, manifest.classNames(),
                    classifier.classes()));
        }
        LabelledFeatures test = features(dataset).centreCrops(FewShots.test(manifest), done -> {
        });
        double[][] logits = classifier.logits(test.features());
        boolean[] right = new boolean[test.size()];
        for (int i = 0; i < right.length; i++) {
            int best = 0;
            for (int k = 1; k < logits[i].length; k++) {
                best = logits[i][k] > logits[i][best] ? k : best;
            }
            right[i] = best == test.labels()[i];
        }
        return right;
    }
}
