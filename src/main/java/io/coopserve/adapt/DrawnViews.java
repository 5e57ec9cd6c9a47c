package io.coopserve.adapt;

import java.util.Arrays;
import java.util.Random;

import io.coopserve.learn.LabelledFeatures;
import io.coopserve.learn.TrainingImages;

/**
 * Every image is seen in one of its random views, which were drawn and encoded beforehand.
 *
 * @param features of all views, image by image
 * @param each views of one image
 */
record DrawnViews(LabelledFeatures features, int each) implements TrainingImages {
    @Override
    public int size() {
        return features.size() / each;
    }

    @Override
    public LabelledFeatures batch(int[] images, Random random) {
        return features.rows(Arrays.stream(images).map(image -> image * each + random.nextInt(each)).toArray());
    }

    @Override
    public String note() {
        return ("Training images were seen in random crops, %d of each, drawn and encoded once, not in the paper's fresh ones at "
                + "every use; test images in their centre crop.").formatted(each);
    }
}
