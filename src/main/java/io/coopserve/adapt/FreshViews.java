package io.coopserve.adapt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.TrainingImages;

/** Every image is seen in a fresh random view at every use, as in the paper (CoOp, section 4.1), which takes the image tower. */
final class FreshViews implements TrainingImages {
    private final FewShots images;
    private final Function<List<View>, float[][]> encode;
    private int encoded;
    private long nanos;

    FreshViews(FewShots images, Function<List<View>, float[][]> encode) {
        this.images = images;
        this.encode = encode;
    }

    @Override
    public int size() {
        return images.labels().length;
    }

    @Override
    public LabelledFeatures batch(int[] chosen, Random random) {
        long start = System.nanoTime();
        List<View> views = Arrays.stream(chosen).mapToObj(i -> new View(images.hashes().get(i), random.nextLong())).toList();
        float[][] features = encode.apply(views);
        encoded += chosen.length;
        nanos += System.nanoTime() - start;
        return new LabelledFeatures(features, Arrays.stream(chosen).map(i -> images.labels()[i]).toArray());
    }

    @Override
    public String note() {
        return ("Training images were seen in a fresh random crop at every use, as in the paper: every step encoded its images "
                + "anew, %d images in %.1f s; test images in their centre crop.").formatted(encoded, nanos / 1e9);
    }
}
