package io.coopserve.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.coopserve.prompt.ClassPosition;
import io.coopserve.prompt.ContextLayout;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.tenant.Name;

/**
 * How a prompt is to be learned. What a request leaves out is filled in here with the paper's value (CoOp, section 4.1 and
 * its code); only the augmentation departs from it, unless it is {@code official}.
 *
 * @param dataset what to learn from
 * @param method {@code coop}; {@code cocoop}: a context that depends on the image; {@code kgcoop}: a context that stays near
 *        to the hand-written prompt, for class lists that will grow; {@code tip-adapter}: no training, the images in a cache
 *        beside the hand-written prompt
 * @param shots training images per class; by default 16, or as many as the smallest class has
 * @param nCtx M, the number of context vectors; by default the tokens of ctxInit, or 16
 * @param ctxInit words whose embeddings the context starts from, by default "a photo of a" for cocoop and kgcoop; otherwise it
 *        starts at random
 * @param classSpecific whether every class has a context of its own
 * @param classPosition where the class name stands: {@code end}, {@code middle} or {@code front}
 * @param from a version of the same prompt to start from, in place of nCtx and ctxInit
 * @param augmentation how training images are seen. {@code none}: in their centre crop, encoded once. {@code views:V}: at
 *        every use in one of V random crops (V from 1 to 64), drawn and encoded once. {@code official}: in a fresh random
 *        crop at every use, so that every step encodes its images
 * @param schedule {@code official}: the paper's SGD on batches of 32; {@code fast}: a few steps of Adam on all images at once
 * @param epochs by default 50, 100 or 200, by shots; 10 to 40 if the schedule is fast; 10 for cocoop, 100 for kgcoop
 * @param batchSize images of a step; by default 32, 1 for cocoop, 128 for kgcoop, all if the schedule is fast
 * @param learningRate by default 0.002, 0.01 if the schedule is fast
 * @param weightDecay by default 0.0005, 0 if the schedule is fast
 * @param seed of the choice of shots, the start of the context, the order of batches and the random crops
 * @param seeds how many seeds to train with, from that one on: the version is of the first, whatever comes out, and its card has
 *        the mean and the spread of all
 * @param templates hand-written prompts to compare with, those that kgcoop stays near to and tip-adapter adds to
 * @param meanwhile {@code tip-adapter}: a version by that method, as soon as the images are encoded and before the training
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recipe(Name dataset, String method, Integer shots, Integer nCtx, String ctxInit, Boolean classSpecific,
        String classPosition, Integer from, String augmentation, String schedule, Integer epochs, Integer batchSize,
        Double learningRate, Double weightDecay, Long seed, Integer seeds, List<String> templates, String meanwhile) {
    /** The paper's hand-written prompt. */
    public static final String HAND_WRITTEN = "a photo of a {}.";
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int DEFAULT_SHOTS = 16;
    private static final int DEFAULT_CONTEXT = 16;
    private static final int MAX_CONTEXT = 64;
    private static final int MAX_EPOCHS = 1000;
    private static final int MAX_BATCH = 4096;
    private static final int MAX_TEMPLATES = 100;
    private static final int MAX_SEEDS = 10;

    public Recipe {
        if (dataset == null) {
            throw new InvalidRecipeException("dataset is missing: name the data set to learn from.");
        }
        method = method == null ? "coop" : method;
        Method.of(method);
        if (classPosition != null && ClassPosition.of(classPosition).isEmpty()) {
            throw new InvalidRecipeException("classPosition \"%s\" is not offered; %s are.".formatted(classPosition,
                    ClassPosition.offered()));
        }
        augmentation = augmentation == null ? Augmentation.NONE : augmentation;
        Augmentation.of(augmentation);
        if (Method.of(method).trains()) {
            schedule = Schedule.of(schedule == null ? "official" : schedule).toString();
        } else {
            requireNone(method, Map.of("nCtx", Optional.ofNullable(nCtx), "ctxInit", Optional.ofNullable(ctxInit),
                    "classSpecific", Optional.ofNullable(classSpecific), "classPosition", Optional.ofNullable(classPosition),
                    "from", Optional.ofNullable(from), "schedule", Optional.ofNullable(schedule), "epochs", Optional.ofNullable(
                            epochs),
                    "batchSize", Optional.ofNullable(batchSize), "learningRate", Optional.ofNullable(learningRate),
                    "weightDecay", Optional.ofNullable(weightDecay)));
        }
        if (meanwhile != null && !(meanwhile.equals(TipAdapter.NAME) && Method.of(method).trains())) {
            throw new InvalidRecipeException(
                    "meanwhile \"%s\" is not offered for method \"%s\"; \"%s\" is, where there is training."
                            .formatted(meanwhile, method, TipAdapter.NAME));
        }
        inRange("shots", shots, 1, Integer.MAX_VALUE);
        inRange("nCtx", nCtx, 1, MAX_CONTEXT);
        inRange("from", from, 1, Integer.MAX_VALUE);
        inRange("seeds", seeds, 1, MAX_SEEDS);
        inRange("epochs", epochs, 1, MAX_EPOCHS);
        inRange("batchSize", batchSize, 1, MAX_BATCH);
        inRange("learningRate", learningRate, 1e-7, 10);
        inRange("weightDecay", weightDecay, 0, 1);
        if (ctxInit != null && ctxInit.isBlank()) {
            throw new InvalidRecipeException("ctxInit is empty: give words such as \"a photo of a\", or leave it out.");
        }
        if (ctxInit != null && from != null) {
            throw new InvalidRecipeException("ctxInit and from both say what the context starts from: leave one out.");
        }
        seed = seed == null ? 1L : seed;
        seeds = seeds == null ? 1 : seeds;
        templates = templates == null ? List.of(HAND_WRITTEN) : templates;
        checkTemplates(templates);
        templates = List.copyOf(templates);
    }

    /** As a card has it; what later releases may have added is left out. */
    public static Recipe of(JsonNode card) {
        return JSON.convertValue(card, Recipe.class);
    }

    /** As it goes into a card. */
    public JsonNode json() {
        return JSON.valueToTree(this);
    }

    /** @throws InvalidRecipeException unless each template has one place for the class name */
    public static void checkTemplates(List<String> templates) {
        if (templates.isEmpty() || templates.size() > MAX_TEMPLATES) {
            throw new InvalidRecipeException("templates has %d entries; 1 to %d are allowed.".formatted(templates.size(),
                    MAX_TEMPLATES));
        }
        for (String template : templates) {
            if (template == null || !template.contains("{}")) {
                throw new InvalidRecipeException(("The template \"%s\" has no {} where the class name goes, as in \"%s\".")
                        .formatted(template, HAND_WRITTEN));
            }
        }
    }

    /** Words that the context starts from, those of the recipe or else of the method's paper. */
    public Optional<String> words() {
        return Optional.ofNullable(ctxInit).or(() -> from == null && nCtx == null
                ? Optional.ofNullable(Method.of(method).defaults().ctxInit())
                : Optional.empty());
    }

    /**
     * The recipe with everything filled in that depends on the data and the model.
     *
     * @param smallestClass training images of the smallest class
     * @param wordTokens tokens of {@link #words}, if there are any
     * @param start context of the version that {@link #from} names
     * @param classes K
     */
    public Recipe resolved(int smallestClass, Optional<Integer> wordTokens, Optional<LearnedContext> start, int classes) {
        int actualShots = shots == null ? Math.min(DEFAULT_SHOTS, smallestClass) : shots;
        if (actualShots > smallestClass) {
            throw new InvalidRecipeException(
                    "shots is %d, but the smallest class has %d training images.".formatted(actualShots,
                            smallestClass));
        }
        start.ifPresent(context -> checkStart(context, classes));
        if (wordTokens.isPresent() && nCtx != null && nCtx.intValue() != wordTokens.get()) {
            throw new InvalidRecipeException("nCtx is %d, but ctxInit has %d tokens: leave nCtx out.".formatted(nCtx, wordTokens
                    .get()));
        }
        Optional<ContextLayout> layout = start.map(LearnedContext::layout);
        int actualContext = layout.map(ContextLayout::length).or(() -> wordTokens).orElse(nCtx == null
                ? DEFAULT_CONTEXT
                : nCtx);
        inRange("The number of ctxInit's tokens", actualContext, 1, MAX_CONTEXT);
        boolean specific = layout.map(ContextLayout::classSpecific).orElse(Boolean.TRUE.equals(classSpecific));
        String position = layout.map(ContextLayout::position).map(ClassPosition::toString).orElse(classPosition == null
                ? ClassPosition.END.toString()
                : classPosition);
        if (!Method.of(method).trains()) {
            return new Recipe(dataset, method, actualShots, null, null, null, null, null, augmentation, null, null, null, null,
                    null, seed, seeds, templates, null);
        }
        Plan plan = plan(actualShots);
        Recipe resolved = new Recipe(dataset, method, actualShots, actualContext, words().orElse(null), specific, position,
                from, augmentation, schedule, plan.epochs(), plan.batch(), plan.rate(), plan.weightDecay(), seed, seeds,
                templates,
                meanwhile);
        Method.of(method).check(resolved);
        return resolved;
    }

    /**
     * How prompts are made, of a recipe with everything filled in.
     *
     * @param start context of the version that {@link #from} names
     */
    public ContextLayout layout(Optional<LearnedContext> start) {
        return start.map(LearnedContext::layout).orElseGet(() -> new ContextLayout(nCtx, classSpecific, ClassPosition.of(
                classPosition).orElseThrow(), Optional.empty()));
    }

    /** @throws InvalidRecipeException if the recipe says something else than the version that it starts from */
    private void checkStart(LearnedContext start, int classes) {
        ContextLayout layout = start.layout();
        same("nCtx", nCtx, layout.length());
        same("classSpecific", classSpecific, layout.classSpecific());
        same("classPosition", classPosition, layout.position().toString());
        int learned = start.vectors().length / start.width() / layout.length();
        if (layout.classSpecific() && learned != classes) {
            throw new InvalidRecipeException(
                    ("Version %d has a context for each of its %d classes, the data set has %d classes: "
                            + "only a context that is not classSpecific can start a run on other classes.").formatted(from,
                                    learned,
                                    classes));
        }
    }

    private void same(String field, Object asked, Object found) {
        if (asked != null && !asked.equals(found)) {
            throw new InvalidRecipeException("%s is %s, but version %d, which the recipe starts from, has %s: leave %s out."
                    .formatted(field, asked, from, found, field));
        }
    }

    /** What is to be published before the training, of a recipe with everything filled in. */
    public Optional<Recipe> beforeTraining() {
        return Optional.ofNullable(meanwhile).map(first -> new Recipe(dataset, first, shots, null, null, null, null, null,
                augmentation, null, null, null, null, null, seed, 1, templates, null));
    }

    /** One recipe for each of its seeds. */
    public List<Recipe> bySeed() {
        return LongStream.range(seed, seed + seeds).mapToObj(next -> new Recipe(dataset, method, shots, nCtx, ctxInit,
                classSpecific, classPosition, from, augmentation, schedule, epochs, batchSize, learningRate, weightDecay, next,
                1,
                templates, meanwhile)).toList();
    }

    /** Steps of one training, of a recipe with everything filled in; none if its method does not train. */
    public int steps(int images) {
        return Method.of(method).trains() ? plan(shots).stepsPerEpoch(images) * epochs : 0;
    }

    /** The steps that it asks for. */
    Plan plan(int actualShots) {
        Schedule steps = Schedule.of(schedule);
        Method.Defaults paper = steps == Schedule.OFFICIAL ? Method.of(method).defaults() : Method.Defaults.NONE;
        return new Plan(steps, first(epochs, paper.epochs(), steps.epochs(actualShots)), first(batchSize, paper.batch(), steps
                .batch()), first(learningRate, steps.rate()), first(weightDecay, steps.weightDecay()));
    }

    private static void requireNone(String method, Map<String, Optional<?>> fields) {
        new TreeMap<>(fields).forEach((field, value) -> value.ifPresent(given -> {
            throw new InvalidRecipeException(
                    "%s %s does not go with method \"%s\", which does not train: leave it out.".formatted(
                            field, given, method));
        }));
    }

    @SafeVarargs
    private static <T> T first(T... values) {
        for (T value : values) {
            if (value != null) {
                return value;
            }
        }
        throw new IllegalArgumentException("nothing is given");
    }

    private static void inRange(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidRecipeException(most == Integer.MAX_VALUE
                    ? "%s is %d; it must be at least %d.".formatted(field,
                            value, least)
                    : "%s is %d; it must be %d to %d.".formatted(field, value, least, most));
        }
    }

    private static void inRange(String field, Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            throw new InvalidRecipeException("%s is %s; it must be %s to %s.".formatted(field, value, least, most));
        }
    }
}
