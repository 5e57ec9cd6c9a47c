package io.coopserve.learn;

import java.util.Random;

/** The training images of a run, as they are seen at every use. */
public interface TrainingImages {
    int size();

    /**
     * @param images indices of those that are used
     * @param random draws how they are seen
     */
    LabelledFeatures batch(int[] images, Random random);

    /** For the card: how they were seen. */
    String note();
}
