package io.coopserve.classify;

import java.util.List;

import io.coopserve.prompt.Label;

/**
 * Ranked labels of some images.
 *
 * @param version of the prompt that answered; 0: hand-written prompts did
 * @param model fingerprint of the CLIP
 * @param labels by image, by falling probability
 */
public record Classification(int version, String model, List<List<Label>> labels) {}
