package io.coopserve.classify;

import java.util.Optional;

import io.coopserve.tenant.Name;

/**
 * What shall answer.
 *
 * @param version by default the current one
 */
public record PromptVersion(Name prompt, Optional<Integer> version) {}
