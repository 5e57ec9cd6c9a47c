package io.coopserve.api;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** An operation of the OpenAPI document, and a request that its owner would be served. */
record Endpoint(Method method, String path, String operation) {
    private static final SampleData DATA = SampleData.fewTextures();

    static List<Endpoint> all() {
        Map<String, Map<String, Map<String, Object>>> paths = JsonPath.from(given().queryParam("format", "JSON").get(
                "/q/openapi").asString()).getMap("paths");
        return paths.entrySet().stream().filter(path -> path.getKey().startsWith("/v1/"))
                .flatMap(path -> path.getValue().entrySet().stream().map(operation -> new Endpoint(Method.valueOf(operation
                        .getKey().toUpperCase(Locale.ROOT)), path.getKey(),
                        (String) operation.getValue().get(
                                "operationId"))))
                .toList();
    }

    boolean isOfATenant() {
        return path.contains("{tenant}");
    }

    boolean destroys() {
        return method == Method.DELETE;
    }

    /** To data set d, prompt p and its version 1, and the given run. */
    Response send(String tenant, String run) {
        String at = path.replace("{tenant}", tenant).replace("{dataset}", "d").replace("{prompt}", "p").replace("{version}",
                "1").replace("{run}", run);
        return body(given()).request(method, at);
    }

    private RequestSpecification body(RequestSpecification request) {
        if (method == Method.GET || method == Method.DELETE) {
            return request;
        }
        if (path.endsWith("/datasets/{dataset}")) {
            return request.contentType("application/zip").body(DATA.zip());
        }
        if (path.endsWith("/classify") || path.endsWith("/embeddings")) {
            return request.contentType("image/png").body(DATA.image()).queryParam("label", isOfATenant()
                    ? List.of()
                    : List.of("striped", "dotted")).queryParam("prompt", path.endsWith("{tenant}/classify")
                            ? List.of("p")
                            : List.of());
        }
        return request.contentType(ContentType.JSON).body(switch (path.substring(path.lastIndexOf('/'))) {
            case "/current" -> "{\"version\":1}";
            case "/evaluations" -> "{\"dataset\":\"d\",\"version\":1}";
            case "/versions" -> "{\"from\":1,\"add\":[\"wavy\"]}";
            default -> "{\"dataset\":\"d\",\"shots\":2,\"epochs\":2}";
        });
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
