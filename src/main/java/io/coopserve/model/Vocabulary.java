package io.coopserve.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The byte-pair vocabulary of CLIP's tokenizer.
 *
 * @param ids of symbols; the last of a word ends in {@value #WORD_END}
 * @param merges in the order in which they are made
 */
public record Vocabulary(Map<String, Integer> ids, List<Merge> merges) {
    public static final String START = "<|startoftext|>";
    public static final String END = "<|endoftext|>";
    public static final String WORD_END = "</w>";
    private static final String[] BYTE_SYMBOLS = byteSymbols();

    /** Two neighbouring symbols that become one. */
    public record Merge(String left, String right) {}

    public Vocabulary {
        if (!ids.containsKey(START) || !ids.containsKey(END)) {
            throw new InvalidModelException("the vocabulary is not CLIP's: %s and %s are needed".formatted(START, END));
        }
        for (String symbol : BYTE_SYMBOLS) {
            if (!ids.containsKey(symbol) || !ids.containsKey(symbol + WORD_END)) {
                throw new InvalidModelException("the vocabulary lacks the byte symbol '%s'".formatted(symbol));
            }
        }
        for (Merge merge : merges) {
            if (!ids.containsKey(merge.left + merge.right)) {
                throw new InvalidModelException(
                        "merges make '%s%s', which the vocabulary lacks".formatted(merge.left, merge.right));
            }
        }
    }

    /** @param root a Hugging Face {@code tokenizer.json} of CLIP */
    static Vocabulary from(JsonNode root) {
        JsonNode model = root.path("model");
        Map<String, Integer> ids = new HashMap<>();
        List<Merge> merges = new ArrayList<>();
        model.path("vocab").properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        root.path("added_tokens").forEach(token -> ids.put(token.path("content").asText(), token.path("id").asInt()));
        for (JsonNode merge : model.path("merges")) {
            // older files: "a b"; newer ones: ["a", "b"]
            String[] pair = merge.isArray()
                    ? new String[]{merge.path(0).asText(), merge.path(1).asText()}
                    : merge.asText().split(" ");
            if (pair.length != 2) {
                throw new InvalidModelException("tokenizer.json: merge %s is not a pair".formatted(merge));
            }
            merges.add(new Merge(pair[0], pair[1]));
        }
        if (!model.path("end_of_word_suffix").asText().equals(WORD_END)) {
            throw new InvalidModelException("tokenizer.json is not CLIP's: the word end %s is needed".formatted(WORD_END));
        }
        return new Vocabulary(ids, merges);
    }

    /** Largest id of all. */
    public int largestId() {
        return ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The symbol of each byte: GPT-2's printable stand-ins; printable Latin-1 stays, the rest goes to U+0100 and on. */
    public static String[] byteSymbols() {
        String[] symbols = new String[256];
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
            symbols[b] = String.valueOf((char) (printable ? b : next++));
        }
        return symbols;
    }
}
