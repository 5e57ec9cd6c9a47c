package io.coopserve.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON that is deep, huge, not what it seems or none at all. */
final class HostileJson {
    private static final String HERE = "@here@";

    private HostileJson() {
    }

    static byte[] draw(Dice dice, JsonNode valid) {
        return dice.chance(65) ? withOneWrongValue(dice, valid) : whole(dice, valid.toString());
    }

    /** A value of any kind somewhere in what would be valid. */
    private static byte[] withOneWrongValue(Dice dice, JsonNode valid) {
        JsonNode copy = valid.deepCopy();
        List<JsonNode> containers = new ArrayList<>();
        collect(copy, containers);
        if (containers.isEmpty()) {
            return value(dice).getBytes(StandardCharsets.UTF_8);
        }
        JsonNode container = dice.from(containers);
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            object.put(names.isEmpty() || dice.chance(10)
                    ? dice.of("", "\ud800", "a".repeat(50_000), "__proto__")
                    : dice.from(
                            names),
                    HERE);
        } else if (container instanceof ArrayNode array) {
            array.insert(0, HERE);
        }
        return copy.toString().replace("\"" + HERE + "\"", value(dice)).getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    /** As it stands in the text, which need not be JSON. */
    private static String value(Dice dice) {
        return switch (dice.below(16)) {
            case 0 -> dice.of("null", "true", "[]", "{}", "[null]", "[[]]", "{\"a\":{}}", "[1,\"a\",{}]");
            case 1 -> dice.of("-1", "0", "1.5", "1e999", "-1e999", "1e-999", "2147483648", "9223372036854775808", "-0", "01");
            case 2 -> dice.of("NaN", "Infinity", "undefined", "'a'", "\"\\x\"", "\"\\u12\"", "\"a", "TRUE", "/*a*/1");
            case 3 -> "9".repeat(dice.between(100, 200_000));
            case 4 -> "1e" + "9".repeat(dice.between(5, 50));
            case 5 -> "[".repeat(dice.between(500, 100_000));
            case 6 -> "[" + IntStream.range(0, dice.between(100, 3_000)).mapToObj(i -> "\"a" + i + "\"").collect(Collectors
                    .joining(",")) + "]";
            case 7 -> "[" + "\"\",".repeat(dice.between(1, 100_000)) + "\"\"]";
            case 8 -> dice.of("\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u202e\"");
            case 9 -> "[" + quoted(HostileText.any(dice)) + "," + quoted(HostileText.any(dice)) + "]";
            default -> quoted(HostileText.any(dice));
        };
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    private static byte[] whole(Dice dice, String valid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        switch (dice.below(12)) {
            case 0 -> write(bytes, "[".repeat(dice.between(1_000, 200_000)));
            case 1 -> write(bytes, "{\"a\":".repeat(dice.between(1_000, 100_000)) + "1");
            case 2 -> write(bytes, "\ufeff" + valid);
            case 3 -> write(bytes, valid + dice.of("x", "{}", "]", "\0", "//", valid));
            case 4 -> write(bytes, valid.substring(0, dice.below(valid.length())));
            case 5 -> write(bytes, " ".repeat(dice.between(1, 500_000)) + valid);
            case 6 -> write(bytes, valid.replaceFirst("\\{", "{" + "\"dataset\":\"x\",".repeat(dice.between(1, 20_000))));
            case 7 -> bytes.writeBytes(valid.getBytes(dice.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
                    StandardCharsets.UTF_16BE)));
            case 8 -> bytes.writeBytes(dice.garbled(valid.getBytes(StandardCharsets.UTF_8)));
            case 9 -> write(bytes, dice.of("", "null", "1", "\"\"", "[]", "true", "{}", "NaN", "{", "}", "<a/>", "a=b"));
            case 10 -> write(bytes, "{\"" + "k".repeat(dice.between(1_000, 500_000)) + "\":1}");
            default -> bytes.writeBytes(dice.bytes(dice.between(1, 1_000)));
        }
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
