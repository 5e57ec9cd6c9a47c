package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.coopserve.store.DatasetManifest;

/**
 * The images of a run: k training images per class, chosen without replacement by seed, and all test images.
 *
 * @param hashes of the images, class by class
 * @param labels class index of each
 */
public record FewShots(List<String> hashes, int[] labels) {
    int size() {
        return labels.length;
    }

    static FewShots train(DatasetManifest dataset, int shots, long seed) {
        Random random = new Random(seed);
        return of(dataset.classes().stream().map(images -> {
            List<String> shuffled = new ArrayList<>(images.train());
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, shots);
        }).toList());
    }

    /**
     * The images that a card names.
     *
     * @param byClass hashes of training images
     * @param classes in class order
     */
    public static FewShots named(Map<String, List<String>> byClass, List<String> classes) {
        return of(classes.stream().map(byClass::get).toList());
    }

    /** Hashes by the name of their class. */
    Map<String, List<String>> byClass(List<String> classes) {
        Map<String, List<String>> byClass = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            byClass.computeIfAbsent(classes.get(labels[i]), name -> new ArrayList<>()).add(hashes.get(i));
        }
        return byClass;
    }

    public static FewShots test(DatasetManifest dataset) {
        return of(dataset.classes().stream().map(DatasetManifest.ClassImages::test).toList());
    }

    private static FewShots of(List<List<String>> byClass) {
        List<String> hashes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int k = 0; k < byClass.size(); k++) {
            hashes.addAll(byClass.get(k));
            labels.addAll(Collections.nCopies(byClass.get(k).size(), k));
        }
        return new FewShots(hashes, labels.stream().mapToInt(Integer::intValue).toArray());
    }
}
