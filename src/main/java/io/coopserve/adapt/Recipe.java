package io.coopserve.adapt;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.coopserve.tenant.Name;

/**
 * How a prompt is to be learned. What a request leaves out is filled in here with the paper's value (CoOp, section 4.1 and
 * its code); only the augmentation departs from it, unless it is {@code official}.
 *
 * @param dataset what to learn from
 * @param method {@code coop}
 * @param shots training images per class; by default 16, or as many as the smallest class has
 * @param nCtx M, the number of context vectors; by default the tokens of ctxInit, or 16
 * @param ctxInit words whose embeddings the context starts from; by default it starts at random
 * @param classSpecific whether every class has a context of its own
 * @param classPosition where the class name stands
 * @param augmentation how training images are seen. {@code none}: in their centre crop, encoded once. {@code views:V}: at
 *        every use in one of V random crops (V from 1 to 64), drawn and encoded once. {@code official}: in a fresh random
 *        crop at every use, so that every step encodes its images
 * @param schedule {@code official}: the paper's SGD on batches of 32; {@code fast}: a few steps of Adam on all images at once
 * @param epochs by default 50, 100 or 200, by shots; 10 to 40 if the schedule is fast
 * @param seed of the choice of shots, the start of the context, the order of batches and the random crops
 * @param templates hand-written prompts to compare with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recipe(Name dataset, String method, Integer shots, Integer nCtx, String ctxInit, Boolean classSpecific,
        String classPosition, String augmentation, String schedule, Integer epochs, Long seed, List<String> templates) {
    /** The paper's hand-written prompt. */
    public static final String HAND_WRITTEN = "a photo of a {}.";
    private static final int DEFAULT_SHOTS = 16;
    private static final int DEFAULT_CONTEXT = 16;
    private static final int MAX_CONTEXT = 64;
    private static final int MAX_EPOCHS = 1000;
    private static final int MAX_TEMPLATES = 100;

    public Recipe {
        if (dataset == null) {
            throw new InvalidRecipeException("dataset is missing: name the data set to learn from.");
        }
        method = only("method", method, "coop");
        classPosition = only("classPosition", classPosition, "end");
        augmentation = augmentation == null ? Augmentation.NONE : augmentation;
        Augmentation.of(augmentation);
        schedule = Schedule.of(schedule == null ? "official" : schedule).toString();
        if (Boolean.TRUE.equals(classSpecific)) {
            throw new InvalidRecipeException("classSpecific true is not offered: all classes share one context (false).");
        }
        classSpecific = false;
        inRange("shots", shots, 1, Integer.MAX_VALUE);
        inRange("nCtx", nCtx, 1, MAX_CONTEXT);
        inRange("epochs", epochs, 1, MAX_EPOCHS);
        if (ctxInit != null && ctxInit.isBlank()) {
            throw new InvalidRecipeException("ctxInit is empty: give words such as \"a photo of a\", or leave it out.");
        }
        if (ctxInit == null && nCtx == null) {
            nCtx = DEFAULT_CONTEXT;
        }
        seed = seed == null ? 1L : seed;
        templates = templates == null ? List.of(HAND_WRITTEN) : templates;
        checkTemplates(templates);
        templates = List.copyOf(templates);
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

    /**
     * The recipe with everything filled in that depends on the data and the model.
     *
     * @param smallestClass training images of the smallest class
     * @param initTokens tokens of ctxInit, if there are any words
     */
    Recipe resolved(int smallestClass, Optional<Integer> initTokens) {
        int actualShots = shots == null ? Math.min(DEFAULT_SHOTS, smallestClass) : shots;
        if (actualShots > smallestClass) {
            throw new InvalidRecipeException(
                    "shots is %d, but the smallest class has %d training images.".formatted(actualShots,
                            smallestClass));
        }
        if (initTokens.isPresent() && nCtx != null && nCtx.intValue() != initTokens.get()) {
            throw new InvalidRecipeException("nCtx is %d, but ctxInit has %d tokens: leave nCtx out.".formatted(nCtx, initTokens
                    .get()));
        }
        int actualContext = initTokens.orElse(nCtx == null ? 0 : nCtx);
        inRange("The number of ctxInit's tokens", actualContext, 1, MAX_CONTEXT);
        int actualEpochs = epochs == null ? Schedule.of(schedule).epochs(actualShots) : epochs;
        return new Recipe(dataset, method, actualShots, actualContext, ctxInit, classSpecific, classPosition, augmentation,
                schedule, actualEpochs, seed, templates);
    }

    private static String only(String field, String value, String offered) {
        if (value != null && !value.equals(offered)) {
            throw new InvalidRecipeException("%s \"%s\" is not offered; \"%s\" is.".formatted(field, value, offered));
        }
        return offered;
    }

    private static void inRange(String field, Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidRecipeException(most == Integer.MAX_VALUE
                    ? "%s is %d; it must be at least %d.".formatted(field,
                            value, least)
                    : "%s is %d; it must be %d to %d.".formatted(field, value, least, most));
        }
    }
}
