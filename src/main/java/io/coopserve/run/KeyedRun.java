package io.coopserve.run;

import java.nio.charset.StandardCharsets;

import io.coopserve.learn.Recipe;
import io.coopserve.store.ContentHash;
import io.coopserve.tenant.Name;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The run that a request with an Idempotency-Key began: the same request gets it again.
 *
 * @param request SHA-256 of what was asked for
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record KeyedRun(String run, String request) {
    static String request(Name prompt, Recipe recipe) {
        return ContentHash.of((prompt + "\n" + recipe.json()).getBytes(StandardCharsets.UTF_8));
    }
}
