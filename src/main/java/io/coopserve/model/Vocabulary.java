package io.coopserve.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /** Two neighbouring symbols that become one. It is looked up several times, and a string remembers its hash. */
    public record Merge(String left, String right, String made) {
        private static final int MOST_SHOWN = 100;

        /** @throws InvalidModelException if the line is not two symbols with a blank between them */
        static Merge of(String file, String line) {
            int blank = line.indexOf(' ');
            if (blank < 1 || blank == line.length() - 1 || line.indexOf(' ', blank + 1) >= 0) {
                throw new InvalidModelException("%s: merge '%s' is not a pair".formatted(file, line.substring(0, Math.min(
                        MOST_SHOWN, line.length()))));
            }
            String left = line.substring(0, blank);
            String right = line.substring(blank + 1);
            return new Merge(left, right, left + right);
        }
    }

    public Vocabulary {
        if (ids.values().stream().anyMatch(id -> id < 0)) {
            throw new InvalidModelException("the vocabulary has a token below 0");
        }
        if (!ids.containsKey(START) || !ids.containsKey(END)) {
            throw new InvalidModelException("the vocabulary is not CLIP's: %s and %s are needed".formatted(START, END));
        }
        for (String symbol : BYTE_SYMBOLS) {
            if (!ids.containsKey(symbol) || !ids.containsKey(symbol + WORD_END)) {
                throw new InvalidModelException("the vocabulary lacks the byte symbol '%s'".formatted(symbol));
            }
        }
        for (Merge merge : merges) {
            if (!ids.containsKey(merge.made)) {
                throw new InvalidModelException(
                        "merges make '%s', which the vocabulary lacks".formatted(merge.made));
            }
        }
    }

    /**
     * CLIP's numbering: bytes, bytes that end a word, what merges make, begin and end of text.
     *
     * @param merges two may make the same symbol, which has one id
     */
    public static Vocabulary of(List<Merge> merges) {
        Map<String, Integer> ids = new HashMap<>();
        Stream<String> bytes = bytesInOrder().stream();
        Stream<String> lastBytes = bytesInOrder().stream().map(symbol -> symbol + WORD_END);
        Stream<String> made = merges.stream().map(Merge::made);
        Stream.of(bytes, lastBytes, made, Stream.of(START, END)).flatMap(symbols -> symbols).forEach(symbol -> ids.putIfAbsent(
                symbol, ids.size()));
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
            symbols[b] = String.valueOf((char) (isPrintable(b) ? b : next++));
        }
        return symbols;
    }

    /** The same in the order of CLIP's ids: that of the characters, printable bytes first. */
    private static List<String> bytesInOrder() {
        return Stream.of(byteSymbols()).sorted().toList();
    }

    private static boolean isPrintable(int b) {
        return b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
    }
}
