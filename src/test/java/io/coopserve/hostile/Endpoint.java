package io.coopserve.hostile;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * An operation of the service's own OpenAPI document, so that what is added later is attacked too.
 *
 * @param parameters names, by where they stand: {@code query} or {@code header}
 * @param json a valid body, or null if it takes no JSON
 */
record Endpoint(String method, String path, Map<String, List<String>> parameters, JsonNode json, boolean takesBytes,
        boolean takesForms) {
    /** Where the schema does not say what is valid. */
    private static final Map<String, String> KNOWN = Map.ofEntries(Map.entry("tenant", "mallory"), Map.entry("dataset",
            "textures"), Map.entry("prompt", "textures"), Map.entry("version", "1"),
            Map.entry("run",
                    "20260101-000000-000-00000000"),
            Map.entry("method", "coop"), Map.entry("classPosition", "end"), Map.entry(
                    "augmentation", "none"),
            Map.entry("schedule", "official"), Map.entry("ctxInit", "a"), Map.entry(
                    "templates", "a {}."),
            Map.entry("images", Base64.getEncoder().encodeToString(HostilePng
                    .small())));

    static List<Endpoint> all(JsonNode api) {
        List<Endpoint> all = new ArrayList<>();
        api.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (List.of("get", "put", "post", "delete", "patch").contains(operation.getKey())) {
                all.add(of(api, operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), operation.getValue()));
            }
        }));
        return all;
    }

    private static Endpoint of(JsonNode api, String method, String path, JsonNode operation) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(Map.of("query", new ArrayList<>(), "header",
                new ArrayList<>()));
        operation.path("parameters").forEach(parameter -> parameters.getOrDefault(parameter.path("in").asText(),
                new ArrayList<>()).add(parameter.path("name").asText()));
        JsonNode content = operation.path("requestBody").path("content");
        JsonNode json = content.has("application/json")
                ? valid(api, content.path("application/json").path("schema"), "body",
                        0)
                : null;
        boolean bytes = content.has("*/*") || content.has("application/octet-stream");
        return new Endpoint(method, path, parameters, json, bytes, content.has("multipart/form-data"));
    }

    /** Something that a schema allows. */
    private static JsonNode valid(JsonNode api, JsonNode schema, String name, int depth) {
        if (schema.has("$ref")) {
            return valid(api, api.at(schema.path("$ref").asText().substring(1)), name, depth + 1);
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (schema.path("examples").has(0)) {
            return schema.path("examples").get(0);
        }
        return switch (depth > 5 ? "" : schema.path("type").asText()) {
            case "object" -> {
                var object = make.objectNode();
                schema.path("properties").properties().forEach(field -> object.set(field.getKey(), valid(api, field.getValue(),
                        field.getKey(), depth + 1)));
                yield object;
            }
            case "array" -> make.arrayNode().add(valid(api, schema.path("items"), name, depth + 1));
            case "integer", "number" -> make.numberNode(1);
            case "boolean" -> make.booleanNode(false);
            default -> make.textNode(KNOWN.getOrDefault(name, "textures"));
        };
    }

    /** With names that exist; what deletes or replaces does so where nobody else looks. */
    String target() {
        return fill(Map.of());
    }

    /** @param chosen values of path parameters, as they are to stand in the path */
    String fill(Map<String, String> chosen) {
        return Pattern.compile("\\{(\\w+)}").matcher(path).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(chosen
                .getOrDefault(found.group(1), usual(found.group(1)))));
    }

    private String usual(String name) {
        if (name.equals("tenant") && method.equals("DELETE")) {
            return "doomed";
        }
        if (name.equals("dataset") && method.equals("PUT") || name.equals("prompt") && path.endsWith("/adaptations")) {
            return "scratch";
        }
        return KNOWN.getOrDefault(name, "1");
    }

    List<String> pathParameters() {
        return Pattern.compile("\\{(\\w+)}").matcher(path).results().map(found -> found.group(1)).toList();
    }

    boolean hasBody() {
        return json != null || takesBytes || takesForms;
    }
}
