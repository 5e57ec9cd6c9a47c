package io.coopserve.model;

import java.nio.file.Path;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Finds a model by its name, wherever it is. */
@Singleton
public final class ModelSources {
    private final Iterable<ModelSource> sources;

    ModelSources(@Any Instance<ModelSource> sources) {
        this.sources = sources;
    }

    /**
     * The files of a model, downloaded if need be.
     *
     * @param model {@value ModelFolder#DEMO}, a folder, or the name of a model in a {@link ModelSource}
     * @param cache see {@link ModelSource#fetch}
     * @throws InvalidModelException if it cannot be had
     */
    public ModelFolder open(String model, Path cache) throws InterruptedException {
        for (ModelSource source : sources) {
            if (model.startsWith(source.scheme())) {
                return ModelFolder.of(source.fetch(model, cache).toString());
            }
        }
        return ModelFolder.of(model);
    }
}
