package io.coopserve.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import io.coopserve.learn.Augmentation;
import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.Recipe;
import io.coopserve.learn.Training;
import io.coopserve.learn.TrainingImages;
import io.coopserve.store.DatasetManifest;

/**
 * All images of a run, encoded.
 *
 * @param bySeed training images, seed by seed
 * @param seconds that encoding took
 */
record RunImages(DatasetManifest dataset, List<Shots> bySeed, FewShots testFiles, LabelledFeatures test, double seconds) {

    /**
     * Training images of one seed.
     *
     * @param recipe with that seed
     * @param train as the recipe wants them seen
     */
    record Shots(Recipe recipe, FewShots files, LabelledFeatures centreCrops, TrainingImages train) {}

    /** Hears how far it is. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param done images, or views of them, encoded so far
         * @param all images to encode
         */
        void encoded(int done, int all);
    }

    static RunImages encode(ImageFeatures features, DatasetManifest dataset, Recipe recipe, Listener listener) {
        long start = System.nanoTime();
        FewShots testFiles = FewShots.test(dataset);
        List<Recipe> recipes = recipe.bySeed();
        int shots = FewShots.train(dataset, recipe.shots(), recipe.seed()).size();
        int views = shots * Augmentation.of(recipe.augmentation()).views();
        int all = testFiles.size() + recipes.size() * (shots + views);
        List<Shots> bySeed = new ArrayList<>();
        int before = 0;
        for (Recipe one : recipes) {
            FewShots files = FewShots.train(dataset, one.shots(), one.seed());
            LabelledFeatures centreCrops = features.centreCrops(files, after(before, all, listener));
            before += shots;
            bySeed.add(new Shots(one, files, centreCrops, features.training(one, files, centreCrops, after(before, all,
                    listener))));
            before += views;
        }
        LabelledFeatures test = features.centreCrops(testFiles, after(before, all, listener));
        return new RunImages(dataset, bySeed, testFiles, test, (System.nanoTime() - start) / 1e9);
    }

    private static IntConsumer after(int before, int all, Listener listener) {
        return done -> listener.encoded(before + done, all);
    }

    /** Those of the first seed, of which the version is. */
    Shots first() {
        return bySeed.get(0);
    }
}
