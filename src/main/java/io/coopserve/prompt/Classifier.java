package io.coopserve.prompt;

import java.util.Arrays;
import java.util.List;

/** From image features to logits and labels. */
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

    /** Of each image the labels by falling probability: softmax over its logits. */
    default List<List<Label>> classify(float[][] images) {
        return Arrays.stream(logits(images)).map(logits -> Scores.ranked(classes(), logits)).toList();
    }
}
