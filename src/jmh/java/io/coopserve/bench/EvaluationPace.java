package io.coopserve.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.coopserve.clip.Clip;
import io.coopserve.clip.LoadedClip;
import io.coopserve.learn.Recipe;
import io.coopserve.prompt.ClassWeights;
import io.coopserve.store.ContentHash;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.Prompts;
import io.coopserve.store.StoreFolder;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;
import io.coopserve.version.Evaluations;
import io.coopserve.version.Published;

/** How near the evaluation of a prompt comes to the speed of the image tower. */
final class EvaluationPace {
    private static final int CLASSES = 100; // K
    private static final int IMAGES = 4 * CLASSES;
    private static final int CHUNK = 8; // images that pass the tower at once in an evaluation
    private static final int TEMPLATES = 7; // of the ensemble that every evaluation compares with
    private static final int PAIRS = 3;
    private static final TenantId TENANT = new TenantId("bench");
    private static final Name NAME = new Name("evaluated");

    private final Clip clip;
    private final Datasets datasets;
    private final Prompts prompts;
    private final List<String> names = RandomVocabulary.classes(CLASSES);
    private final List<List<float[]>> chunks = new ArrayList<>();

    EvaluationPace(Clip clip) throws Exception {
        this.clip = clip;
        StoreFolder store = new StoreFolder(Files.createTempDirectory(Bench.FOLDER.toAbsolutePath(), "store"));
        this.datasets = store.datasets();
        this.prompts = store.prompts();
        ClassWeights learned = new ClassWeights(clip.fingerprint(), names, clip.logitScale(), clip.textEncoder().classPrompts(
                TextSteps.CONTEXT, names).weights(TextSteps.normal(1, TextSteps.CONTEXT * clip.textEncoder().width(), 0.02)),
                Optional.empty());
        store.publish(TENANT, NAME, learned);
    }

    List<Measure> run() throws Exception {
        upload();
        Evaluations forgetful = evaluations(false);
        clip.encodeImages(chunks.get(0)); // a whole turn to warm up would take a minute
        Pairs times = Pairs.measure(0, PAIRS, () -> evaluate(forgetful), () -> chunks.forEach(clip::encodeImages));
        Evaluations remembering = evaluations(true);
        double rest = Pairs.median(PAIRS, () -> evaluate(remembering)); // a first turn encodes, and does not count
        double tower = times.baselineMedian();
        double images = times.candidateMedian() - rest;
        String what = "against baseline: the image tower on their pixels alone, in the same %d at once".formatted(CHUNK);
        return List.of(
                new Measure("evaluation.share", 1 / times.ratio(), "x", ("speed of an evaluation of %d JPEGs, 500x375, with a "
                        + "prompt of %d classes in fp32, features of none known before, %s; %s").formatted(IMAGES, CLASSES,
                                what,
                                times)),
                new Measure("evaluation.images.share", tower / images, "x", ("the same without what it takes when all features "
                        + "are known, by medians: reading, decoding and encoding of the images, %.0f ms, %s, %.0f ms")
                        .formatted(
                                images, what, tower)),
                new Measure("evaluation.texts", rest, "ms", ("the same when all features are known: hand-written prompts, %d "
                        + "texts, and what they and the learned prompt are worth; however many images there are").formatted(
                                CLASSES * (1 + TEMPLATES))));
    }

    private Evaluations evaluations(boolean remembers) {
        return new Published(new LoadedClip(clip), prompts).evaluations(datasets, remembers);
    }

    private void evaluate(Evaluations evaluations) {
        evaluations.evaluate(TENANT, NAME, new Evaluations.Question(NAME, Optional.empty(), List.of(Recipe.HAND_WRITTEN),
                false));
    }

    /** Four test images of each class. */
    private void upload() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<float[]> pixels = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            byte[] photo = Photo.jpeg(i);
            files.put(ContentHash.of(photo), photo);
            pixels.add(clip.preprocessor().pixels(photo));
        }
        for (int from = 0; from < IMAGES; from += CHUNK) {
            chunks.add(pixels.subList(from, Math.min(from + CHUNK, IMAGES)));
        }
        List<String> hashes = List.copyOf(files.keySet());
        List<DatasetManifest.ClassImages> classes = new ArrayList<>();
        int each = IMAGES / CLASSES;
        for (int k = 0; k < CLASSES; k++) {
            classes.add(new DatasetManifest.ClassImages(names.get(k), List.of(), hashes.subList(k * each, (k + 1) * each)));
        }
        datasets.put(TENANT, DatasetManifest.of(NAME, "0".repeat(64), classes, List.of()), files::forEach);
    }
}
