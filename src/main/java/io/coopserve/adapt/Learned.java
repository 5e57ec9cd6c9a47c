package io.coopserve.adapt;

import java.util.List;
import java.util.Optional;

import io.coopserve.prompt.Classifier;
import io.coopserve.prompt.LearnedContext;
import io.coopserve.prompt.LearnedPrompt;

/**
 * What a method has learned.
 *
 * @param context for {@link io.coopserve.clip.NearestTokens}, if there is one
 * @param untrained what the context was before the first step, if there is one
 * @param loss mean objective of the last epoch, if there was training
 * @param notes for the card
 */
record Learned(LearnedPrompt prompt, Optional<LearnedContext> context, Optional<Classifier> untrained,
        Optional<Double> loss, List<String> notes) {}
