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

import io.coopserve.model.Vocabulary;

/**
 * CLIP's lower-casing byte-level BPE, equal to the official {@code clip.tokenize} (which Hugging Face's is not: HTML
 * entities, final sigma, dotted I). Left out is ftfy's repair of mis-decoded text, for which Java has no well-kept library.
 */
public final class Tokenizer {
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
    private static final String[] BYTE_SYMBOLS = Vocabulary.byteSymbols();

    private final Map<String, Integer> ids;
    private final Map<Integer, String> symbols = new HashMap<>();
    private final Map<Vocabulary.Merge, Integer> ranks = new HashMap<>();

    public Tokenizer(Vocabulary vocabulary) {
        this.ids = vocabulary.ids();
        ids.forEach((symbol, id) -> symbols.put(id, symbol));
        vocabulary.merges().forEach(merge -> ranks.putIfAbsent(merge, ranks.size()));
    }

    /** Id of the begin-of-text token. */
    public long start() {
        return ids.get(Vocabulary.START);
    }

    /** Id of the end-of-text token: the largest of all in CLIP's vocabularies. */
    public long end() {
        return ids.get(Vocabulary.END);
    }

    /** How the vocabulary spells a token, or its number where the vocabulary is smaller than the text tower's. */
    String symbol(int id) {
        return symbols.getOrDefault(id, "#" + id);
    }

    /** Token ids of a text of any length, without begin and end of text. */
    public long[] encode(String text) {
        List<Integer> found = new ArrayList<>();
        Matcher words = WORDS.matcher(clean(text));
        while (words.find()) {
            String word = words.group();
            if (word.equals(Vocabulary.START) || word.equals(Vocabulary.END)) {
                found.add(ids.get(word));
            } else {
                merge(word, found);
            }
        }
        return found.stream().mapToLong(Integer::longValue).toArray();
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

    private void merge(String word, List<Integer> into) {
        List<String> symbols = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(BYTE_SYMBOLS[b & 0xff]);
        }
        symbols.set(symbols.size() - 1, symbols.get(symbols.size() - 1) + Vocabulary.WORD_END);
        for (Vocabulary.Merge best = bestMerge(symbols); best != null; best = bestMerge(symbols)) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (symbols.get(i).equals(best.left()) && symbols.get(i + 1).equals(best.right())) {
                    symbols.set(i, best.left() + best.right());
                    symbols.remove(i + 1);
                }
            }
        }
        symbols.forEach(symbol -> into.add(ids.get(symbol)));
    }

    private Vocabulary.Merge bestMerge(List<String> symbols) {
        Vocabulary.Merge best = null;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < symbols.size(); i++) {
            Vocabulary.Merge pair = new Vocabulary.Merge(symbols.get(i), symbols.get(i + 1));
            int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
            if (rank < bestRank) {
                best = pair;
                bestRank = rank;
            }
        }
        return best;
    }

    /** Zero-padded to a length, as the text tower's untrimmed input. */
    static long[] padded(long[] tokens, int length) {
        return Arrays.copyOf(tokens, length);
    }
}
