package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A tenant of good will, whose answers have to stay what they were, whatever others do. */
final class Neighbour {
    private static final String IMAGE_TYPE = "Content-Type: image/png";

    private final Wire wire;
    private final byte[] image;
    private final List<Attack> questions;
    private List<JsonNode> answers;

    Neighbour(Wire wire, byte[] image) {
        this.wire = wire;
        this.image = image;
        this.questions = List.of(ask("POST /v1/tenants/control/prompts/textures/classify", IMAGE_TYPE, image), ask(
                "POST /v1/classify?label=striped&label=dotted", IMAGE_TYPE, image),
                ask("POST /v1/classify",
                        "Content-Type: multipart/form-data; boundary=x", form()),
                ask("POST /v1/embeddings", "Content-Type: application/json", "{\"texts\":[\"a photo of a dog.\"]}".getBytes(
                        StandardCharsets.UTF_8)),
                Attack.sentence("control", "", "GET /v1/tenants/control/prompts/textures/versions/1", List.of(), new byte[0]));
    }

    private static Attack ask(String start, String header, byte[] body) {
        return Attack.sentence("control", "", start, List.of(header), body);
    }

    private byte[] form() {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"request\"\r\nContent-Type: application/json\r\n\r\n"
                + "{\"labels\":[\"striped\",\"dotted\"]}\r\n--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\""
                + "\r\nContent-Type: image/png\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        form.writeBytes(image);
        form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    /** Uploads and teaches for itself and for the tenants that are attacked. */
    void settle(byte[] archive) throws InterruptedException {
        for (String tenant : List.of("control", "mallory")) {
            String base = "/v1/tenants/" + tenant;
            expect(wire.send(ask("PUT " + base + "/datasets/textures", "Content-Type: application/zip", archive)), 200);
            expect(wire.send(ask("POST " + base + "/prompts/textures/adaptations", "Content-Type: application/json",
                    "{\"dataset\":\"textures\",\"shots\":1,\"epochs\":1}".getBytes(StandardCharsets.UTF_8))), 202);
            while (wire.send(Attack.sentence("control", "", "GET " + base + "/prompts/textures", List.of(), new byte[0]))
                    .status() != 200) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        answers = questions.stream().map(question -> expect(wire.send(question), 200)).toList();
    }

    private static JsonNode expect(Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        JsonNode json = answer.json();
        return json;
    }

    Attack question(long index) {
        return questions.get((int) (index % questions.size()));
    }

    /** Whether an answer is the one of the beginning. Scores of a batch may differ in their last digits. */
    boolean isRight(long index, Answer answer) {
        return answer.status() == 200 && same(answers.get((int) (index % questions.size())), answer.json());
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Math.abs(one.asDouble() - other.asDouble()) < 1e-4;
        }
        if (one instanceof ObjectNode object) {
            return object.size() == other.size()
                    && object.properties().stream().allMatch(field -> other.has(field.getKey()) && same(
                            field.getValue(), other.get(field.getKey())));
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!other.has(i) || !same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return one.size() == other.size();
        }
        return one.equals(other);
    }
}
