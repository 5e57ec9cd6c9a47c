package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.coopserve.clip.Clip;
import io.coopserve.learn.Augmentation;
import io.coopserve.learn.CentreCrops;
import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.Training;
import io.coopserve.learn.TrainingImages;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;
import io.coopserve.store.NotFoundException;
import io.coopserve.tenant.Name;
import io.coopserve.tenant.TenantId;

/** Image features of a run: known from earlier runs, or else encoded. */
public final class ImageFeatures {
    /** Images that are looked up, and held decoded, at once. */
    private static final int CHUNK = 8;

    private final TenantId tenant;
    private final Name dataset;
    private final Clip clip;
    private final String model; // weights and precision
    private final Datasets datasets;
    private final FeatureCache cache;
    private final Runnable checkStopped;
    private DatasetManifest last;

    /**
     * @param dataset whose images these are
     * @param checkStopped called before every pass of the tower; what it throws ends the work
     */
    public ImageFeatures(TenantId tenant, Name dataset, Clip clip, Datasets datasets, FeatureCache cache,
            Runnable checkStopped) {
        this.tenant = tenant;
        this.dataset = dataset;
        this.clip = clip;
        this.model = clip.fingerprint() + " " + clip.precision();
        this.datasets = datasets;
        this.cache = cache;
        this.checkStopped = checkStopped;
    }

    /** The data set as it is now. */
    public DatasetManifest manifest() {
        last = datasets.manifest(tenant, dataset);
        return last;
    }

    /** @see Datasets#manifest(TenantId, Name, String) */
    public DatasetManifest manifest(String sha256) {
        last = datasets.manifest(tenant, dataset, sha256);
        return last;
    }

    /**
     * Training images as a recipe wants them seen.
     *
     * @param centreCrops of the same images
     * @param encoded hears how many views there are so far, now and then
     */
    TrainingImages training(Recipe recipe, FewShots images, LabelledFeatures centreCrops, IntConsumer encoded) {
        Augmentation augmentation = Augmentation.of(recipe.augmentation());
        return switch (augmentation.kind()) {
            case NONE -> new CentreCrops(centreCrops);
            case VIEWS -> drawn(images, recipe.seed(), augmentation.views(), encoded);
            case OFFICIAL -> new FreshViews(images, this::fresh);
        };
    }

    /** @param encoded hears how many images are done, now and then */
    public LabelledFeatures centreCrops(FewShots images, IntConsumer encoded) {
        return new LabelledFeatures(known(images.hashes().stream().map(View::centre).toList(), CHUNK, encoded), images
                .labels());
    }

    private DrawnViews drawn(FewShots images, long seed, int each, IntConsumer encoded) {
        List<View> views = images.hashes().stream().flatMap(image -> IntStream.range(0, each).mapToObj(number -> View.drawn(
                image, seed, number))).toList();
        int[] labels = IntStream.range(0, views.size()).map(row -> images.labels()[row / each]).toArray();
        return new DrawnViews(new LabelledFeatures(known(views, each * Math.max(1, CHUNK / each), encoded), labels), each);
    }

    /** @param together views that are looked up, and encoded, together: all of an image, so that it is decoded once */
    private float[][] known(List<View> views, int together, IntConsumer encoded) {
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < views.size(); from += together) {
            features.addAll(cache.features(tenant, model, views.subList(from, Math.min(from + together, views.size())),
                    this::encode));
            encoded.accept(features.size());
        }
        return features.toArray(float[][]::new);
    }

    private float[][] fresh(List<View> views) {
        Map<View, float[]> features = new HashMap<>();
        for (int from = 0; from < views.size(); from += CHUNK) {
            features.putAll(encode(views.subList(from, Math.min(from + CHUNK, views.size()))));
        }
        return views.stream().map(features::get).toArray(float[][]::new);
    }

    private Map<View, float[]> encode(Collection<View> views) {
        Map<String, List<View>> byImage = views.stream().collect(Collectors.groupingBy(View::image, LinkedHashMap::new,
                Collectors.toList()));
        Iterator<byte[]> files = files(List.copyOf(byImage.keySet())).iterator();
        List<View> order = new ArrayList<>();
        List<float[]> pixels = new ArrayList<>();
        byImage.values().forEach(seen -> {
            order.addAll(seen);
            pixels.addAll(pixels(files.next(), seen));
        });
        Map<View, float[]> features = new HashMap<>();
        int together = clip.imagesPerTurn();
        for (int from = 0; from < order.size(); from += together) {
            checkStopped.run();
            float[][] chunk = clip.encodeImages(pixels.subList(from, Math.min(from + together, order.size())));
            for (int i = 0; i < chunk.length; i++) {
                features.put(order.get(from + i), chunk[i]);
            }
        }
        return features;
    }

    private List<byte[]> files(List<String> images) {
        DatasetManifest known = last == null ? manifest() : last;
        try {
            return datasets.images(tenant, known, images);
        } catch (NotFoundException e) {
            if (Objects.equals(known.upload(), manifest().upload())) {
                throw e;
            }
            return datasets.images(tenant, last, images); // uploaded anew, perhaps with these images among others
        }
    }

    /** @param views of one image, all of them random or none */
    private List<float[]> pixels(byte[] file, List<View> views) {
        return views.get(0).seed() == null
                ? List.of(clip.preprocessor().pixels(file))
                : clip.preprocessor().randomViews(file, views.stream().map(View::seed).toList());
    }
}
