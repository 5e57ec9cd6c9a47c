package io.coopserve.clip;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.parser.Parser;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * CLIP's lower-casing byte-level BPE, equal to the official {@code clip.tokenize} (which Hugging Face's is not: HTML
 * entities, final sigma, dotted I). Left out is ftfy's repair of mis-decoded text, for which Java has no well-kept library.
 */
public final class Tokenizer {
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    private static final String WORD_END = "</w>";
    private static final Pattern WHITESPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORDS = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final String CASED = "[\\p{IsLowercase}\\p{IsUppercase}\\p{Lt}]";
    private static final String CASE_IGNORABLE = "[\\p{Mn}\\p{Me}\\p{Cf}\\p{Lm}\\p{Sk}'.:\u00b7\u0387\u055f\u05f4\u2018\u2019"
            + "\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]";
    /** Unicode's rule, as Python has it; String.toLowerCase asks for word boundaries instead, and differs at "Σ-". */
    private static final Pattern FINAL_SIGMA = Pattern.compile("(?<=(?!%2$s)%1$s%2$s{0,30})Σ(?!%2$s*+%1$s)".formatted(CASED,
            CASE_IGNORABLE));
    private static final String[] BYTE_SYMBOLS = byteSymbols();

    private record Pair(String left, String right) {}

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final Map<Pair, Integer> ranks = new HashMap<>();

    /** @param root a Hugging Face {@code tokenizer.json} of CLIP */
    Tokenizer(JsonNode root) {
        JsonNode model = root.path("model");
        model.path("vocab").properties().forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        root.path("added_tokens").forEach(token -> vocabulary.put(token.path("content").asText(), token.path("id").asInt()));
        for (JsonNode merge : model.path("merges")) {
            // older files: "a b"; newer ones: ["a", "b"]
            String[] pair = merge.isArray()
                    ? new String[]{merge.path(0).asText(), merge.path(1).asText()}
                    : merge.asText().split(" ");
            if (pair.length != 2) {
                throw new InvalidModelException("tokenizer.json: merge %s is not a pair".formatted(merge));
            }
            ranks.put(new Pair(pair[0], pair[1]), ranks.size());
        }
        if (!vocabulary.containsKey(START) || !vocabulary.containsKey(END) || !model.path("end_of_word_suffix").asText()
                .equals(WORD_END)) {
            throw new InvalidModelException(
                    "tokenizer.json is not CLIP's: %s, %s and the word end %s are needed".formatted(START,
                            END, WORD_END));
        }
        for (String symbol : BYTE_SYMBOLS) {
            if (!vocabulary.containsKey(symbol) || !vocabulary.containsKey(symbol + WORD_END)) {
                throw new InvalidModelException("tokenizer.json: the vocabulary lacks the byte symbol '%s'".formatted(symbol));
            }
        }
    }

    /** Id of the begin-of-text token. */
    public long start() {
        return vocabulary.get(START);
    }

    /** Id of the end-of-text token: the largest of all in CLIP's vocabularies. */
    public long end() {
        return vocabulary.get(END);
    }

    /** Largest id that can come out. */
    int largestId() {
        return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Token ids of a text of any length, without begin and end of text. */
    public long[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher words = WORDS.matcher(clean(text));
        while (words.find()) {
            String word = words.group();
            if (word.equals(START) || word.equals(END)) {
                ids.add(vocabulary.get(word));
            } else {
                merge(word, ids);
            }
        }
        return ids.stream().mapToLong(Integer::longValue).toArray();
    }

    /** {@code [SOT] text [EOT]}, not padded. */
    public long[] sequence(String text) {
        long[] ids = encode(text);
        long[] sequence = new long[ids.length + 2];
        sequence[0] = start();
        System.arraycopy(ids, 0, sequence, 1, ids.length);
        sequence[ids.length + 1] = end();
        return sequence;
    }

    private static String clean(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC); // the part of ftfy that Java has
        String unescaped = Parser.unescapeEntities(Parser.unescapeEntities(composed, false), false);
        String spaced = WHITESPACE.matcher(unescaped).replaceAll(" ").strip();
        return FINAL_SIGMA.matcher(spaced).replaceAll("ς").replace('Σ', 'σ').toLowerCase(Locale.ROOT);
    }

    private void merge(String word, List<Integer> ids) {
        List<String> symbols = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(BYTE_SYMBOLS[b & 0xff]);
        }
        symbols.set(symbols.size() - 1, symbols.get(symbols.size() - 1) + WORD_END);
        for (Pair best = bestPair(symbols); best != null; best = bestPair(symbols)) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (symbols.get(i).equals(best.left) && symbols.get(i + 1).equals(best.right)) {
                    symbols.set(i, best.left + best.right);
                    symbols.remove(i + 1);
                }
            }
        }
        for (String symbol : symbols) {
            Integer id = vocabulary.get(symbol);
            if (id == null) {
                throw new InvalidModelException(
                        "tokenizer.json: merges make '%s', which the vocabulary lacks".formatted(symbol));
            }
            ids.add(id);
        }
    }

    private Pair bestPair(List<String> symbols) {
        Pair best = null;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < symbols.size(); i++) {
            Pair pair = new Pair(symbols.get(i), symbols.get(i + 1));
            int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
            if (rank < bestRank) {
                best = pair;
                bestRank = rank;
            }
        }
        return best;
    }

    /** GPT-2's printable stand-ins for bytes: printable Latin-1 stays, the rest goes to U+0100 and on, in order. */
    private static String[] byteSymbols() {
        String[] symbols = new String[256];
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
            symbols[b] = String.valueOf((char) (printable ? b : next++));
        }
        return symbols;
    }

    /** Zero-padded to a length, as the text tower's untrimmed input. */
    static long[] padded(long[] tokens, int length) {
        return Arrays.copyOf(tokens, length);
    }
}
