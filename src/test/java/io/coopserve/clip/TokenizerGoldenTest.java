package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.fasterxml.jackson.databind.JsonNode;

import io.coopserve.golden.GoldenReport;
import io.coopserve.golden.GoldenSet;
import io.coopserve.model.Checkpoint;
import io.coopserve.model.Vocabulary;

@ExtendWith(GoldenReport.class)
class TokenizerGoldenTest {
    private final JsonNode golden = GoldenSet.current().json("tokens.json");
    private final Vocabulary vocabulary = Checkpoint.open(GoldenSet.current().model()).vocabulary();
    private final Tokenizer tokenizer = new Tokenizer(vocabulary);

    @Test
    void tokensAreThoseOfTheOfficialTokenizer() {
        forEachText((text, expected) -> GoldenReport.exact("tokens of '%s'".formatted(text), truncated(text),
                integers(expected.path("tokens"))));
    }

    @Test
    void lengthsAreThoseBeforeTruncation() {
        forEachText((text, expected) -> GoldenReport.exact("length of '%s'".formatted(text),
                new long[]{tokenizer.sequence(text).length}, new long[]{expected.path("length_with_specials").asLong()}));
    }

    private void forEachText(BiConsumer<String, JsonNode> comparison) {
        JsonNode texts = golden.path("texts");
        assertFalse(texts.isEmpty(), "tokens.json has no texts");
        assertAll(StreamSupport.stream(texts.spliterator(), false).map(expected -> () -> comparison.accept(expected.path("text")
                .asText(), expected)));
    }

    @Test
    void specialTokensAndVocabularyAreTheOfficialOnes() {
        GoldenReport.exact("special tokens and size of the vocabulary",
                new long[]{tokenizer.start(), tokenizer.end(), vocabulary.largestId() + 1},
                new long[]{golden.path("sot").asLong(), golden.path("eot").asLong(), golden.path("vocab_size").asLong()});
    }

    /** The official {@code tokenize(text, truncate=True)}: the server refuses a long text, so only the comparison cuts. */
    private long[] truncated(String text) {
        long[] sequence = tokenizer.sequence(text);
        int context = golden.path("context_length").asInt();
        long[] tokens = new long[context];
        Arrays.fill(tokens, golden.path("pad_id").asLong());
        System.arraycopy(sequence, 0, tokens, 0, Math.min(sequence.length, context));
        if (sequence.length > context) {
            tokens[context - 1] = tokenizer.end();
        }
        return tokens;
    }

    private static long[] integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
    }
}
