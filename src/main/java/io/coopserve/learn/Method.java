package io.coopserve.learn;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;

/** A way to learn a classifier from a few images: what a recipe's {@code method} names. */
public sealed interface Method permits Coop, Cocoop, KgCoop, TipAdapter {
    List<Method> ALL = List.of(new Coop(), new Cocoop(), new KgCoop(), new TipAdapter());

    /** @throws InvalidRecipeException if there is none of that name */
    static Method of(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst().orElseThrow(
                () -> new InvalidRecipeException("method \"%s\" is not offered; %s are.".formatted(name, ALL.stream().map(
                        method -> "\"" + method.name() + "\"").collect(Collectors.joining(", ")))));
    }

    /**
     * The context of a version to start from.
     *
     * @throws InvalidRecipeException if it has none
     */
    static LearnedContext context(LearnedPrompt prompt) {
        return LearnedContext.of(prompt).orElseThrow(
                () -> new InvalidRecipeException("This version has no context, since none was learned: take one that has."));
    }

    /** As it is written in a recipe. */
    String name();

    /** Whether it takes steps: what it is learned by goes with no other method. */
    default boolean trains() {
        return true;
    }

    /** What the method's paper does where a recipe leaves something out; null where that is what {@link Schedule} says. */
    Defaults defaults();

    /**
     * @param ctxInit words that the context starts from; null for M random vectors
     */
    record Defaults(String ctxInit, Integer epochs, Integer batch) {
        static final Defaults NONE = new Defaults(null, null, null);
    }

    /** @throws InvalidRecipeException if the recipe asks for what the method cannot do */
    default void check(Recipe recipe) {
    }

    /**
     * What there is before the first step.
     *
     * @param random as it is when {@link #learn} begins
     * @return nothing if the method starts from nothing
     */
    Optional<Classifier> untrained(Start start, Random random);

    Learned learn(Lesson lesson);
}
