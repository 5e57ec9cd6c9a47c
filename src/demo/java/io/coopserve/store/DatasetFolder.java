package io.coopserve.store;

import java.nio.file.Path;

/** Data sets in a folder, without the service around. */
public final class DatasetFolder {
    private DatasetFolder() {
    }

    public static Datasets of(Path folder) {
        return new Datasets(new FileObjectStore(folder), new KeepAll());
    }
}
