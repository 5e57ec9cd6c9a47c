package io.coopserve.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

import io.coopserve.adapt.RecipeResolver;
import io.coopserve.learn.Recipe;
import io.coopserve.tenant.Name;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What was asked for, as it is stored before a run is acknowledged.
 *
 * @param run its id; ids sort by the time of their start
 * @param dataSha256 of the content of the data set that the recipe was filled in for
 */
@RegisterForReflection(registerFullHierarchy = true) // stored as JSON
public record RunRequest(String run, Name prompt, Instant created, Recipe recipe, String dataSha256) {
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);

    /** A request for a run of its own. */
    static RunRequest now(Name prompt, RecipeResolver.Resolved resolved) {
        Instant now = Instant.now();
        return new RunRequest(STARTED.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8), prompt, now, resolved
                .recipe(), resolved.dataSha256());
    }

    RunRequest as(String id) {
        return new RunRequest(id, prompt, created, recipe, dataSha256);
    }
}
