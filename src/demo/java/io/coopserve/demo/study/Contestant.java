package io.coopserve.demo.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A way to classify that is measured.
 *
 * @param options of the recipe, as in a request; those of the linear probe choose its images
 */
record Contestant(String name, Kind kind, Map<String, Object> options) {
    enum Kind {
        LEARNED, LINEAR_PROBE, HAND_WRITTEN
    }

    static final List<Integer> SHOTS = List.of(1, 2, 4, 8, 16);
    static final int MOST = 16;
    private static final String WORDS = "a photo of a";

    static final Contestant GENERIC = new Contestant("hand-written, generic", Kind.HAND_WRITTEN, Map.of());
    static final Contestant SPECIFIC = new Contestant("hand-written for the task", Kind.HAND_WRITTEN, Map.of());
    static final Contestant PROBE = new Contestant("linear probe", Kind.LINEAR_PROBE, Map.of());
    static final Contestant TIP = learned("Tip-Adapter", Map.of("method", "tip-adapter"));
    static final Contestant COOP = learned("CoOp, M=16", Map.of());
    static final Contestant FAST = learned("CoOp, M=16, schedule fast", Map.of("schedule", "fast"));
    static final Contestant SPECIFIC_CONTEXTS = learned("CoOp, M=16, class-specific", Map.of("classSpecific", true));
    static final Contestant M4 = learned("CoOp, M=4", Map.of("nCtx", 4));
    static final Contestant M8 = learned("CoOp, M=8", Map.of("nCtx", 8));
    static final Contestant WORDS4 = learned("CoOp, \"a photo of a\"", Map.of("ctxInit", WORDS));
    static final Contestant MIDDLE = learned("CoOp, M=16, name in the middle", Map.of("classPosition", "middle"));
    static final Contestant FRONT = learned("CoOp, M=16, name in front", Map.of("classPosition", "front"));
    static final Contestant KGCOOP = learned("KgCoOp", Map.of("method", "kgcoop"));
    static final Contestant COCOOP = learned("CoCoOp", Map.of("method", "cocoop"));
    static final Contestant SHORT_COOP = learned("CoOp, CoCoOp's schedule", Map.of("ctxInit", WORDS, "epochs", 10, "batchSize",
            1));
    static final Contestant SHORT_KGCOOP = learned("KgCoOp, CoCoOp's schedule", Map.of("method", "kgcoop", "epochs", 10,
            "batchSize", 1));
    static final Contestant VIEWS = learned("CoOp, M=16, 8 crops", Map.of("augmentation", "views:8"));

    /** With few images and many. */
    static final List<Contestant> CURVES = List.of(PROBE, TIP, COOP, FAST, M4, SPECIFIC_CONTEXTS, KGCOOP);
    /** With 16 images. */
    static final List<Contestant> VARIANTS = List.of(M8, WORDS4, MIDDLE, FRONT, VIEWS);
    /** Learned on the first half of the classes, with 16 images. */
    static final List<Contestant> BASE_TO_NEW = List.of(COOP, WORDS4, KGCOOP, SHORT_COOP, SHORT_KGCOOP, COCOOP);

    static Contestant named(String name) {
        return Stream.of(List.of(GENERIC, SPECIFIC), CURVES, VARIANTS, BASE_TO_NEW).flatMap(List::stream).filter(one -> one.name
                .equals(name)).findFirst().orElseThrow();
    }

    private static Contestant learned(String name, Map<String, Object> options) {
        return new Contestant(name, Kind.LEARNED, options);
    }

    /** The recipe's options with some shots and a seed. */
    Map<String, Object> recipe(int shots, long seed) {
        Map<String, Object> recipe = new HashMap<>(options);
        recipe.put("shots", shots);
        recipe.put("seed", seed);
        return recipe;
    }
}
