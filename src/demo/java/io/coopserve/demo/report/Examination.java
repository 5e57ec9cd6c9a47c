package io.coopserve.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.coopserve.clip.Clip;
import io.coopserve.demo.task.TaskArchive;
import io.coopserve.learn.CoopAccuracy;

/** What a CLIP makes of a data set, on its test images. */
public final class Examination {
    private static final int BATCH = 16;
    private static final int SHOTS = 16;

    private final Clip clip;
    private final List<String> classNames;
    private final List<List<float[]>> train; // features by class
    private final List<List<float[]>> test;

    /** Encodes all images. */
    public Examination(Clip clip, TaskArchive archive) {
        this.clip = clip;
        this.classNames = archive.classNames();
        this.train = features(archive.train());
        this.test = features(archive.test());
    }

    private List<List<float[]>> features(Map<String, List<byte[]>> files) {
        return files.values().stream().map(this::encoded).toList();
    }

    private List<float[]> encoded(List<byte[]> files) {
        List<float[]> features = new ArrayList<>();
        for (int from = 0; from < files.size(); from += BATCH) {
            features.addAll(
                    List.of(clip.encodeImages(files.subList(from, Math.min(from + BATCH, files.size())).stream().map(clip
                            .preprocessor()::pixels).toList())));
        }
        return features;
    }

    /** Share of test images that a hand-written prompt classifies rightly. */
    public double zeroShot(String template) {
        return new CoopAccuracy(clip, classNames).handWritten(template, test);
    }

    /** Share of test images that CoOp with 16 shots classifies rightly: M = 16, the official schedule. */
    public double coop(long seed) {
        return new CoopAccuracy(clip, classNames).official(train.stream().map(images -> images.subList(0, Math.min(SHOTS, images
                .size()))).toList(), test, seed);
    }
}
