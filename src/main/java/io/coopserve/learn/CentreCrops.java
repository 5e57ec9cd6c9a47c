package io.coopserve.learn;

import java.util.Random;

/** Every image is seen in its centre crop. */
public record CentreCrops(LabelledFeatures features) implements TrainingImages {
    @Override
    public int size() {
        return features.size();
    }

    @Override
    public LabelledFeatures batch(int[] images, Random random) {
        return features.rows(images);
    }

    @Override
    public String note() {
        return "Images were seen in their centre crop, not in the paper's fresh random crops: features are computed once.";
    }
}
