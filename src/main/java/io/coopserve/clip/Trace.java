package io.coopserve.clip;

import java.util.function.BiConsumer;

import ai.djl.ndarray.NDArray;

/** Where a forward pass shows its intermediate results, by the names of the golden files; nobody looks while serving. */
final class Trace {
    static final Trace NONE = new Trace("", null);

    private final String prefix;
    private final BiConsumer<String, NDArray> observer;

    private Trace(String prefix, BiConsumer<String, NDArray> observer) {
        this.prefix = prefix;
        this.observer = observer;
    }

    static Trace to(BiConsumer<String, NDArray> observer) {
        return new Trace("", observer);
    }

    Trace inside(String name) {
        return observer == null ? this : new Trace(prefix + name, observer);
    }

    boolean isWatched() {
        return observer != null;
    }

    /** For what is computed only when somebody looks. */
    void see(Runnable look) {
        if (observer != null) {
            look.run();
        }
    }

    NDArray see(String name, NDArray array) {
        if (observer != null) {
            observer.accept(prefix + name, array);
        }
        return array;
    }
}
