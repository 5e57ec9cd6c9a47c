package io.coopserve.hostile;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * All attacks by their index. Endpoints come by turns: all of them, and more often those that take a body.
 *
 * @param archive a valid upload
 * @param image a valid image
 */
record Attacks(long seed, List<Endpoint> endpoints, byte[] archive, byte[] image) {
    private static final JsonMapper ASCII = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<String> PLATFORM = List.of("/", "/q/health", "/q/health/ready", "/q/metrics", "/q/openapi",
            "/q/swagger-ui", "/q/dev-v1", "/q", "/favicon.ico", "/v1");

    Attack of(long index) {
        Dice dice = new Dice(seed, index);
        List<Endpoint> choice = index % 3 == 0 ? endpoints : endpoints.stream().filter(Endpoint::hasBody).toList();
        Endpoint endpoint = choice.get((int) (index / 3 % choice.size()));
        if (!endpoint.hasBody()) {
            return switch (dice.below(10)) {
                case 0, 1, 2, 3, 4 -> names(dice, endpoint);
                case 5, 6, 7 -> parameters(dice, endpoint);
                case 8 -> elsewhere(dice);
                default -> HostileHttp.draw(dice, endpoint, image);
            };
        }
        return switch (dice.below(20)) {
            case 0, 1 -> names(dice, endpoint);
            case 2, 3 -> parameters(dice, endpoint);
            case 4, 5 -> HostileHttp.draw(dice, endpoint,
                    endpoint.json() == null
                            ? archive
                            : endpoint.json().toString().getBytes(
                                    StandardCharsets.UTF_8));
            case 6 -> texts(dice);
            case 7 -> HostileForms.draw(dice, any(dice, Endpoint::takesForms), image);
            case 8, 9, 10 -> file(dice, any(dice, Endpoint::takesBytes));
            default -> body(dice, endpoint);
        };
    }

    private Endpoint any(Dice dice, Predicate<Endpoint> kind) {
        return dice.from(endpoints.stream().filter(kind).toList());
    }

    /** What is put is a data set; what is posted is an image. */
    private Attack file(Dice dice, Endpoint endpoint) {
        return endpoint.method().equals("PUT")
                ? bytes("archives", endpoint, "application/octet-stream", HostileArchives.draw(dice, archive))
                : images(dice, endpoint);
    }

    private Attack body(Dice dice, Endpoint endpoint) {
        List<String> kinds = new ArrayList<>();
        if (endpoint.json() != null) {
            kinds.add("json");
        }
        if (endpoint.takesBytes()) {
            kinds.add("file");
        }
        if (endpoint.takesForms()) {
            kinds.add("forms");
        }
        return switch (dice.from(kinds)) {
            case "json" -> json(dice, endpoint, HostileJson.draw(dice, endpoint.json()));
            case "file" -> file(dice, endpoint);
            default -> HostileForms.draw(dice, endpoint, image);
        };
    }

    private Attack images(Dice dice, Endpoint endpoint) {
        byte[] hostile = HostileImages.draw(dice);
        if (endpoint.json() != null && endpoint.json().has("images") && dice.chance(25)) {
            var json = endpoint.json().deepCopy();
            ((ObjectNode) json).remove("texts");
            ((ArrayNode) json.path("images")).removeAll().add(Base64.getEncoder()
                    .encodeToString(hostile));
            return json(dice, endpoint, json.toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes("images", endpoint, dice.of("image/png", "application/octet-stream", "text/plain", "image/svg+xml"),
                hostile);
    }

    private static Attack bytes(String category, Endpoint endpoint, String type, byte[] body) {
        String query = endpoint.path().equals("/v1/classify") ? "?label=a&label=b" : "";
        return Attack.sentence(category, body.length + " bytes", endpoint.method() + " " + endpoint.target() + query, List.of(
                "Content-Type: " + type), body);
    }

    private static Attack json(Dice dice, Endpoint endpoint, byte[] body) {
        String type = dice.chance(90)
                ? "application/json"
                : dice.of("application/json; charset=utf-16",
                        "application/json; charset=nonsense", "application/problem+json", "text/json", "application/xml");
        List<String> headers = new ArrayList<>(List.of("Content-Type: " + type));
        if (dice.chance(10)) {
            headers.add("Accept: " + dice.of("text/event-stream", "application/x-ndjson", "text/html", "*/*;q=2"));
        }
        return Attack.sentence(endpoint.path().endsWith("/adaptations") ? "recipes" : "json", shown(body),
                endpoint.method() + " "
                        + endpoint.target(),
                headers, body);
    }

    private static String shown(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 60), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return body.length + " bytes: " + text;
    }

    /** Labels, templates and texts that cost more than they weigh. */
    private Attack texts(Dice dice) {
        boolean classify = dice.chance(70);
        var json = JsonNodeFactory.instance.objectNode();
        int labels = dice.chance(30) ? dice.between(100, 1_000) : 2;
        int templates = dice.chance(30) ? dice.between(10, 100) : 1;
        if (classify) {
            json.putArray("images").add(Base64.getEncoder().encodeToString(image));
            for (int i = 0; i < labels; i++) {
                json.withArray("labels").add(labels == 2 ? HostileText.any(dice) : "l" + dice.number() % 1_000_000);
            }
            for (int i = 0; i < templates; i++) {
                json.withArray("templates").add((dice.chance(40) && templates == 1 ? HostileText.any(dice) : "a " + i) + " {}");
            }
        } else {
            for (int i = dice.between(1, 70); i > 0; i--) {
                json.withArray("texts").add(dice.chance(20) ? HostileText.any(dice) : "a text");
            }
        }
        return Attack.sentence("texts", "%d labels, %d templates".formatted(labels, templates), "POST " + (classify
                ? "/v1/classify"
                : "/v1/embeddings"), List.of("Content-Type: application/json"),
                escaped(json));
    }

    /** In ASCII, so that halves of surrogate pairs arrive as such. */
    private static byte[] escaped(JsonNode json) {
        try {
            return ASCII.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Attack names(Dice dice, Endpoint endpoint) {
        Map<String, String> chosen = new HashMap<>();
        List<String> parameters = endpoint.pathParameters();
        if (!parameters.isEmpty()) {
            chosen.put(dice.from(parameters), HostileText.segment(dice));
        }
        String target = endpoint.fill(chosen);
        if (dice.chance(15)) {
            target = target.replaceFirst("/v1/",
                    dice.of("//v1//", "/v1/./", "/v1/x/../", "/V1/", "/v1;x=y/", "/%76%31/", "/v1%2f"));
        }
        byte[] body = endpoint.json() != null
                ? endpoint.json().toString().getBytes(StandardCharsets.UTF_8)
                : endpoint.takesBytes()
                        ? archive
                        : new byte[0];
        return Attack.sentence("names", chosen.toString(), endpoint.method() + " " + target, endpoint.json() != null
                ? List.of(
                        "Content-Type: application/json")
                : List.of(), body);
    }

    private Attack parameters(Dice dice, Endpoint endpoint) {
        List<String> headers = new ArrayList<>();
        StringBuilder query = new StringBuilder("?");
        for (String name : endpoint.parameters().get("query")) {
            if (dice.chance(70)) {
                query.append(name).append('=').append(HostileText.value(dice).replace(" ", "%20")).append('&');
            }
        }
        for (String name : endpoint.parameters().get("header")) {
            headers.add(name + ": " + HostileText.value(dice));
        }
        query.append(dice.of("", "&&&", "=", "%", "%zz=%zz", "x", "a[]=1&a[b]=2", "label=a".repeat(200)));
        if (dice.chance(30)) {
            headers.add(dice.of("Accept", "Content-Type", "Content-Encoding", "Accept-Language", "Accept-Charset", "Range",
                    "Cookie",
                    "Authorization", "X-HTTP-Method-Override", "Traceparent", "Forwarded", "X-Forwarded-For", "Origin") + ": "
                    + dice.of(
                            "", "/", "image", "a/b/c", ";;;", "text/event-stream", "application/json;charset=nonsense",
                            "multipart/form-data", "gzip", "bytes=0-99999999999", "a/b;q=x", "*/*;q=2", "x".repeat(3_000),
                            "Bearer \u00e9",
                            "en;q=,"));
        }
        byte[] body = endpoint.takesBytes() && endpoint.method().equals("POST") ? image : new byte[0];
        return Attack.sentence("parameters", query + " " + headers, endpoint.method() + " " + endpoint.target() + query,
                headers,
                body);
    }

    private static Attack elsewhere(Dice dice) {
        String method = dice.of("GET", "GET", "POST", "PUT", "DELETE", "PATCH");
        return Attack.sentence("elsewhere", "",
                method + " " + dice.from(PLATFORM) + dice.of("", "/", "/..", "?a=b", "/%2e%2e/x"),
                List.of(), new byte[0]);
    }
}
