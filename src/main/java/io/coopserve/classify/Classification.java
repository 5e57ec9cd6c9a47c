package io.coopserve.classify;

import java.util.List;

/**
 * What a prompt says of some images.
 *
 * @param version of the prompt that answered; 0: hand-written prompts did
 * @param model fingerprint of the CLIP
 * @param classes K labels
 * @param logits (images, K)
 */
public record Classification(int version, String model, List<String> classes, double[][] logits) {}
