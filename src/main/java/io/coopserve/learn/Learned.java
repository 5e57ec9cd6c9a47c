package io.coopserve.learn;

import java.util.List;
import java.util.Optional;

import io.coopserve.prompt.LearnedPrompt;

/**
 * What a method has learned.
 *
 * @param loss mean objective of the last epoch, if there was training
 * @param notes for the card
 */
public record Learned(LearnedPrompt prompt, Optional<Double> loss, List<String> notes) {}
