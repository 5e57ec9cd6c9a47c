package io.coopserve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

class TokenizerFileTest {
    private static Vocabulary read(String json) {
        return TokenizerFile.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void mergesInOneStringAndInTwoAreTheSame() {
        ObjectNode root = (ObjectNode) ModelFolder.of(ModelFolder.DEMO).json(TokenizerFile.NAME);
        ObjectNode model = (ObjectNode) root.path("model");
        Vocabulary expected = read(root.toString());
        assertTrue(expected.merges().size() > 100);
        ArrayNode together = model.putArray("merges");
        expected.merges().forEach(merge -> together.add(merge.left() + " " + merge.right()));
        assertEquals(expected, read(root.toString()));
        ArrayNode apart = model.putArray("merges");
        expected.merges().forEach(merge -> apart.addArray().add(merge.left()).add(merge.right()));
        assertEquals(expected, read(root.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"[]|{ was expected in line 1", "{\"model\": 1}|{ was expected",
            "{\"model\": {\"vocab\": {\"a\": \"b\"}}}|a number was expected",
            "{\"model\": {\"vocab\": {\"a\": 9999999999}}}|int",
            "{\"model\": {\"merges\": [\"a\"]}}|'a' is not a pair",
            "{\"model\": {\"merges\": [[\"a\", \"b\", \"c\"]]}}|not a pair",
            "{\"model\": {\"merges\": [1]}}|[ was expected", "{\"model\": {\"merges\": [|not valid JSON",
            "{}|the word end </w>"})
    void whatIsWrongIsNamed(String json, String words) {
        String message = assertThrows(InvalidModelException.class, () -> read(json)).getMessage();
        assertTrue(message.startsWith("tokenizer.json") && message.contains(words), message);
    }
}
