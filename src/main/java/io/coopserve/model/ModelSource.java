package io.coopserve.model;

import java.nio.file.Path;

/** A place that models are downloaded from. */
public interface ModelSource {
    /** What the names of its models begin with, such as {@code hf:}. */
    String scheme();

    /**
     * Downloads what of a model is not here yet. Takes as long as that takes; an interrupt ends it, and the next call goes on
     * where it ended.
     *
     * @param model name with its scheme
     * @param cache folder for what is downloaded, if the source has none of its own
     * @return a folder with all files of the model that serving needs
     * @throws InvalidModelException if it cannot be had, or not in full
     */
    Path fetch(String model, Path cache) throws InterruptedException;
}
