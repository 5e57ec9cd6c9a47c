package io.coopserve.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Says once for all operations who may use them, and that whatever goes wrong is answered with a problem. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemResponses implements OASFilter {
    private static final String SCHEME = "key";
    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.of(
            "401", "No key or token, or one that is not valid here",
            "403", "The key or token has not the role for this",
            "404", "There is no such thing, or it is another tenant's",
            "429", "Too many requests, or too much that waits: Retry-After says when to try again",
            "default",
            "What is wrong and what would be right: 400 malformed, 409 in conflict, 413 too large, 415 unknown format, "
                    + "422 understood but impossible, 503 not ready"));

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents().setSecuritySchemes(Map.of(SCHEME, OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP)
                .scheme("bearer").description("A key, or a token (JWT); none where coop.auth.mode is none")));
        api.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(SCHEME)));
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE.toString(), OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                .example(Map.of("type", "about:blank", "title", "Not Found", "status", 404, "detail",
                        "There is no prompt \"textures\".")));
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v1/")) {
                item.getOperations().values().forEach(operation -> addTo(operation, content));
            }
        });
    }

    private static void addTo(Operation operation, Content content) {
        operation.setSecurity(null); // what is found at one method is not all: the requirement above holds for all
        PROBLEMS.forEach((status, description) -> operation.getResponses().addAPIResponse(status, OASFactory
                .createAPIResponse().description(description).content(content)));
    }
}
