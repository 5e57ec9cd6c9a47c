package io.coopserve.demo.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.coopserve.adapt.Experiments;
import io.coopserve.demo.task.DrawnImages;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.demo.task.DrawnTasks;
import io.coopserve.demo.task.Split;
import io.coopserve.store.ContentHash;
import io.coopserve.store.DatasetFolder;
import io.coopserve.store.DatasetManifest;
import io.coopserve.store.Datasets;

/** The frozen tasks as data sets: each whole, its base and new classes, and its test drawings drawn in other ways. */
final class StudyData {
    private final Datasets datasets;

    private StudyData(Datasets datasets) {
        this.datasets = datasets;
    }

    /** @throws IllegalStateException if the drawings are not those that were frozen */
    static Datasets draw(Path folder, List<DrawnTask> tasks) throws IOException {
        StudyData data = new StudyData(DatasetFolder.of(folder));
        for (DrawnTask task : tasks) {
            data.put(task);
        }
        return data.datasets;
    }

    private void put(DrawnTask task) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        Map<String, List<String>> train = hashes(drawn(task, Split.TRAIN, Optional.empty()), files);
        Map<String, List<String>> test = hashes(drawn(task, Split.TEST, Optional.empty()), files);
        put(task, Part.ALL, List.copyOf(train.keySet()), train, test, files);
        put(task, Part.BASE, task.baseClasses(), train, test, files);
        put(task, Part.NEW, task.newClasses(), train, test, files);
        for (Part shift : Part.wholeAnd(task)) {
            if (shift.isShift()) {
                Map<String, List<String>> shifted = hashes(drawn(task, Split.TEST, Optional.of(shift)), files);
                put(task, shift, List.copyOf(shifted.keySet()), Map.of(), shifted, files);
            }
        }
    }

    private static DrawnImages drawn(DrawnTask task, Split split, Optional<Part> shift) throws IOException {
        return DrawnTasks.frozen(task, split, shift.map(Part::style));
    }

    /** By class name; the files go into the map by their hashes. */
    private static Map<String, List<String>> hashes(DrawnImages images, Map<String, byte[]> files) throws IOException {
        Map<String, List<String>> hashes = new java.util.LinkedHashMap<>();
        images.files().forEach((name, pictures) -> {
            List<String> ofClass = new ArrayList<>();
            for (byte[] picture : pictures) {
                String hash = ContentHash.of(picture);
                files.put(hash, picture);
                ofClass.add(hash);
            }
            hashes.put(name, ofClass);
        });
        return hashes;
    }

    private void put(DrawnTask task, Part part, List<String> classes, Map<String, List<String>> train,
            Map<String, List<String>> test, Map<String, byte[]> files) {
        List<DatasetManifest.ClassImages> images = classes.stream().map(name -> new DatasetManifest.ClassImages(name, train
                .getOrDefault(name, List.of()), test.get(name))).toList();
        Experiments.put(datasets, DatasetManifest.of(part.dataset(task), "", images, List.of()), files);
    }
}
