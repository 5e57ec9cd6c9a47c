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

    /** Numbers that it holds, about: what it costs to keep. */
    long size();

    /** A prompt that never needs the text tower again: classifying an image costs a few dot products on the host. */
    sealed interface OnHost extends LearnedPrompt, Classifier permits ClassWeights, Cached {
    }
}
