package io.coopserve.prompt;

import java.util.List;

/** From image features to logits. */
public interface Classifier {
    /** K labels. */
    List<String> classes();

    /**
     * Logits of images.
     *
     * @param images features (B, e), each of length 1
     * @return (B, K)
     */
    double[][] logits(float[][] images);
}
