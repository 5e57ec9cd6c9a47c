package io.coopserve.prompt;

import java.util.List;

/** From image features to logits. */
public interface Classifier {
    /** K labels. */
    List<String> classes();

    /** Whether the text tower has to pass for every image. */
    default boolean isConditional() {
        return false;
    }

    /**
     * Logits of images.
     *
     * @param images features (B, e), each of length 1
     * @return (B, K)
     */
    double[][] logits(float[][] images);
}
