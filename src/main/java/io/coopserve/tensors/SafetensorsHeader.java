package io.coopserve.tensors;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * The JSON header of a safetensors file, read as a stream: what lies costs no more than what is true. Every tensor is checked
 * against its shape, and all of them together fill the data, each byte once.
 */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    private static final int MOST_TENSORS = 20_000;
    private static final int MOST_AXES = 16;
    private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(8).maxNumberLength(20).build()).build().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** Where the data of one tensor lies, in bytes from the end of the header. */
    record Entry(TensorFile.Header header, long begin, long end) {}

    final Map<String, Entry> tensors = new LinkedHashMap<>();
    final Map<String, String> metadata = new LinkedHashMap<>();

    private final JsonParser json;

    private SafetensorsHeader(JsonParser json) {
        this.json = json;
    }

    /**
     * @param dataLength bytes that follow the header
     * @throws InvalidTensorFileException naming the tensor that is wrong
     */
    static SafetensorsHeader read(byte[] header, long dataLength) {
        try (JsonParser json = JSON.createParser(header)) {
            SafetensorsHeader read = new SafetensorsHeader(json);
            read.all();
            read.checkCover(dataLength);
            return read;
        } catch (JsonProcessingException e) {
            // what else Jackson found wrong inside helps nobody who has the wrong file
            throw new InvalidTensorFileException(e.getOriginalMessage().startsWith("Duplicate field")
                    ? "the header has a name twice: " + e.getOriginalMessage()
                    : "the header is not the JSON of a safetensors file");
        } catch (IOException e) {
            throw new InvalidTensorFileException("the header is not JSON");
        }
    }

    private void all() throws IOException {
        expect(json.nextToken() == JsonToken.START_OBJECT, "the header is not a JSON object");
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "tensor %s: an object was expected", name);
            if (name.equals(METADATA)) {
                metadata();
            } else {
                expect(tensors.size() < MOST_TENSORS, "there are more than %d tensors", MOST_TENSORS);
                tensors.put(name, entry(name));
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "the header is not a JSON object");
    }

    private void metadata() throws IOException {
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            expect(json.nextToken() == JsonToken.VALUE_STRING, "%s: %s is not a string", METADATA, key);
            metadata.put(key, json.getText());
        }
    }

    private Entry entry(String name) throws IOException {
        DType type = null;
        long[] shape = null;
        long[] offsets = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "dtype" -> type = type(name);
                case "shape" -> shape = numbers(name, field, MOST_AXES);
                case "data_offsets" -> offsets = numbers(name, field, 2);
                default -> json.skipChildren();
            }
        }
        expect(type != null && shape != null && offsets != null && offsets.length == 2 && offsets[0] <= offsets[1],
                "tensor %s has a malformed header entry: dtype, shape and two data_offsets are needed", name);
        long needed = Tensor.bytes(name, type, shape);
        expect(needed == offsets[1] - offsets[0], "tensor %s: %s %s needs %d bytes, the header gives it %d", name, type, Arrays
                .toString(shape), needed, offsets[1] - offsets[0]);
        return new Entry(new TensorFile.Header(type, shape), offsets[0], offsets[1]);
    }

    private DType type(String name) throws IOException {
        String text = json.getText();
        return Arrays.stream(DType.values()).filter(type -> type.name().equals(text)).findFirst().orElseThrow(
                () -> new InvalidTensorFileException("tensor %s has the unknown type %s".formatted(name, shortened(text))));
    }

    private long[] numbers(String name, String field, int most) throws IOException {
        expect(json.currentToken() == JsonToken.START_ARRAY, "tensor %s: %s is not a list", name, field);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean number = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && json.getLongValue() >= 0;
            expect(number, "tensor %s: %s holds something that is not a number of 0 or more, or is too large", name, field);
            expect(numbers.size() < most, "tensor %s: %s has more than %d numbers", name, field, most);
            numbers.add(json.getLongValue());
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /** As the format demands it: no byte belongs to two tensors, none to nobody. */
    private void checkCover(long dataLength) {
        long end = 0;
        String before = "the header";
        List<Map.Entry<String, Entry>> inOrder = tensors.entrySet().stream().sorted(Comparator.comparingLong(
                (Map.Entry<String, Entry> entry) -> entry.getValue().begin).thenComparingLong(entry -> entry.getValue().end))
                .toList();
        for (Map.Entry<String, Entry> next : inOrder) {
            Entry entry = next.getValue();
            expect(entry.end <= dataLength, "the file is truncated: tensor %s ends at byte %d of %d", next.getKey(), entry.end,
                    dataLength);
            expect(entry.begin >= end, "tensors %s and %s overlap", before, next.getKey());
            expect(entry.begin == end, "bytes %d to %d, before tensor %s, belong to no tensor", end, entry.begin, next
                    .getKey());
            end = entry.end;
            before = next.getKey();
        }
        expect(end == dataLength, "the last %d bytes belong to no tensor", dataLength - end);
    }

    private static void expect(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            Object[] shown = Arrays.stream(values).map(value -> value instanceof String text ? shortened(text) : value)
                    .toArray();
            throw new InvalidTensorFileException(otherwise.formatted(shown));
        }
    }

    private static String shortened(String text) {
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
