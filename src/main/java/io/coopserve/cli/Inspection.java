package io.coopserve.cli;

import jakarta.inject.Singleton;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.clip.ModelConfiguration;
import io.coopserve.store.ObjectStore;
import io.coopserve.store.StoreUnavailableException;
import io.quarkus.runtime.QuarkusApplication;

/** Prints what serving would use, and with {@code true} for an argument whether it computes right. */
@Singleton
public final class Inspection implements QuarkusApplication {
    private final FrozenClip model;
    private final ModelConfiguration configuration;
    private final ObjectStore store;

    Inspection(FrozenClip model, ModelConfiguration configuration, ObjectStore store) {
        this.model = model;
        this.configuration = configuration;
        this.store = store;
    }

    @Override
    public int run(String... arguments) {
        Clip clip = model.await();
        print("model", configuration.model());
        print("fingerprint", clip.fingerprint());
        print("towers", clip.description());
        print("device", clip.torch().device());
        print("precision", clip.precision().toString());
        print("loaded in", "%.1f s".formatted(model.loadSeconds()));
        boolean well = storage();
        return (!Boolean.parseBoolean(arguments[0]) || selfTest(clip)) && well ? 0 : 1;
    }

    private boolean storage() {
        try {
            store.check();
            print("storage", store + ": ok");
            return true;
        } catch (StoreUnavailableException e) {
            print("storage", store + ": " + e.getMessage());
            return false;
        }
    }

    private boolean selfTest(Clip clip) {
        SelfTest test = new SelfTest(clip);
        boolean agree;
        try (Clip onCpu = model.another("cpu", "fp32")) {
            agree = test.compare(onCpu);
        }
        test.measure();
        test.lines().forEach(System.out::println);
        return agree;
    }

    static String line(String what, String value) {
        return "%-12s %s".formatted(what, value);
    }

    private static void print(String what, String value) {
        System.out.println(line(what, value));
    }
}
