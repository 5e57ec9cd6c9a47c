package io.coopserve.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How records are written as objects. Unknown fields are skipped on reading: a newer release may have written them. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Json() {
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One value a line. */
    static byte[] writeLines(List<?> values) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Object value : values) {
            lines.writeBytes(write(value));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    static <T> List<T> readLines(byte[] bytes, Class<T> type) {
        try (MappingIterator<T> values = MAPPER.readerFor(type).readValues(bytes)) {
            return values.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object has lines that are no " + type.getSimpleName(), e);
        }
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not a " + type.getSimpleName(), e);
        }
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not a " + type.getSimpleName(), e);
        }
    }
}
