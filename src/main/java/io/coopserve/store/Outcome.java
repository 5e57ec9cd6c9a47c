package io.coopserve.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.prompt.PromptCard;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What became of a {@link Publication}.
 *
 * @param card of the version it became, word for word
 * @param since sequence of the prompt's pointer before it could have been moved there
 * @param end how the run ended, if it published nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
record Outcome(PromptCard card, long since, JsonNode end) {
    static Outcome published(PromptCard card, long since) {
        return new Outcome(card, since, null);
    }

    static Outcome sealed(JsonNode end) {
        return new Outcome(null, 0, end);
    }
}
