package io.coopserve.prompt;

import java.util.List;

/** What a version holds: all that classifying needs beside the CLIP it was learned on. */
public sealed interface LearnedPrompt permits LearnedPrompt.OnHost, Conditional {
    /** Fingerprint of the CLIP. */
    String model();

    /** K labels. */
    List<String> classes();

    /** What cosines are multiplied with. */
    float logitScale();

    /** Numbers that it is served with. */
    long size();

    /** What it takes to keep it ready: numbers and names. */
    default long bytes() {
        return Float.BYTES * size() + classes().stream().mapToLong(String::length).sum();
    }

    /** A prompt that never needs the text tower again: classifying an image costs a few dot products on the host. */
    sealed interface OnHost extends LearnedPrompt, Classifier permits ClassWeights, Cached {
        /** What is left of it where requests are answered, in as few bytes as there are. */
        Classifier packed();

        @Override
        default double[][] logits(float[][] images) {
            return packed().logits(images);
        }
    }
}
