package io.coopserve.clip;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
    private static final Pattern FINAL_SIGMA = Pattern.compile("Σ(?<=(?!%2$s)%1$s%2$s{0,30}Σ)(?!%2$s*+%1$s)".formatted(CASED,
            CASE_IGNORABLE)); // what is behind it is looked at where there is one only
    private static final int BYTES = 256;
    private static final int NONE = Integer.MAX_VALUE;

    private final int start;
    private final int end;
    private final int[] inWord = new int[BYTES]; // ids of bytes
    private final int[] atWordEnd = new int[BYTES];
    private final Map<Long, Integer> ranks; // of merges, by their two ids
    private final int[] merged; // ids of what merges make, by rank
    private final String[] symbols; // by id

    public Tokenizer(Vocabulary vocabulary) {
        Map<String, Integer> ids = vocabulary.ids();
        this.start = ids.get(Vocabulary.START);
        this.end = ids.get(Vocabulary.END);
        String[] bytes = Vocabulary.byteSymbols();
        for (int b = 0; b < BYTES; b++) {
            inWord[b] = ids.get(bytes[b]);
            atWordEnd[b] = ids.get(bytes[b] + Vocabulary.WORD_END);
        }
        this.ranks = new HashMap<>(2 * vocabulary.merges().size());
        this.merged = new int[vocabulary.merges().size()];
        for (Vocabulary.Merge merge : vocabulary.merges()) {
            Integer left = ids.get(merge.left());
            Integer right = ids.get(merge.right());
            if (left != null && right != null && ranks.putIfAbsent(pair(left, right), ranks.size()) == null) {
                merged[ranks.size() - 1] = ids.get(merge.made());
            }
        }
        this.symbols = new String[vocabulary.largestId() + 1];
        ids.forEach((symbol, id) -> symbols[id] = symbol);
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Id of the begin-of-text token. */
    public long start() {
        return start;
    }

    /** Id of the end-of-text token: the largest of all in CLIP's vocabularies. */
    public long end() {
        return end;
    }

    /** How the vocabulary spells a token, or its number where the vocabulary is smaller than the text tower's. */
    String symbol(int id) {
        return id < symbols.length && symbols[id] != null ? symbols[id] : "#" + id;
    }

    /** Token ids of a text of any length, without begin and end of text. */
    public long[] encode(String text) {
        IntStream.Builder found = IntStream.builder();
        for (String word : words(text)) {
            if (word.equals(Vocabulary.START)) {
                found.add(start);
            } else if (word.equals(Vocabulary.END)) {
                found.add(end);
            } else {
                merge(word).forEach(found::add);
            }
        }
        return found.build().asLongStream().toArray();
    }

    /** What tokens are made of, and merges never reach across: cleaned, in lower case. */
    public static List<String> words(String text) {
        return WORDS.matcher(clean(text)).results().map(MatchResult::group).toList();
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

    /** The ids of one word: of its bytes, the merge of the lowest rank is made everywhere until there is none left. */
    private List<Integer> merge(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        List<Integer> ids = new ArrayList<>(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            ids.add((i + 1 < bytes.length ? inWord : atWordEnd)[bytes[i] & 0xff]);
        }
        for (int best = lowestRank(ids); best != NONE; best = lowestRank(ids)) {
            for (int i = 0; i + 1 < ids.size(); i++) {
                if (rank(ids, i) == best) {
                    ids.set(i, merged[best]);
                    ids.remove(i + 1);
                }
            }
        }
        return ids;
    }

    private int lowestRank(List<Integer> ids) {
        int best = NONE;
        for (int i = 0; i + 1 < ids.size(); i++) {
            best = Math.min(best, rank(ids, i));
        }
        return best;
    }

    /** Of the merge of a symbol with the next. */
    private int rank(List<Integer> ids, int index) {
        return ranks.getOrDefault(pair(ids.get(index), ids.get(index + 1)), NONE);
    }

    /** Zero-padded to a length, as the text tower's untrimmed input. */
    static long[] padded(long[] tokens, int length) {
        return Arrays.copyOf(tokens, length);
    }
}
