package io.coopserve.api;

import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/** Says once for all operations that whatever goes wrong is answered with a problem. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemResponses implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI api) {
        Content content = OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE.toString(), OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                .example(Map.of("type", "about:blank", "title", "Not Found", "status", 404, "detail",
                        "There is no prompt \"textures\".")));
        APIResponse problem = OASFactory.createAPIResponse().description(
                "What is wrong and what would be right: 400 malformed, 404 absent, 409 in conflict, 413 too large, 415 unknown "
                        + "format, 422 understood but impossible, 429 too busy, 503 not ready")
                .content(content);
        api.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/v1/")) {
                item.getOperations().values().forEach(operation -> addTo(operation, problem));
            }
        });
    }

    private static void addTo(Operation operation, APIResponse problem) {
        operation.getResponses().addAPIResponse("default", problem);
    }
}
