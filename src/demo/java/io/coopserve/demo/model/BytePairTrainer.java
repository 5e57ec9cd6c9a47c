package io.coopserve.demo.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coopserve.clip.Tokenizer;
import io.coopserve.model.Vocabulary;

/**
 * Byte-pair encoding (Sennrich et al. 2016, algorithm 1) as CLIP has it: the most frequent pair of neighbouring symbols in a
 * word becomes a symbol, over and over. The order of the texts does not matter.
 */
public final class BytePairTrainer {
    private static final int LEAST = Vocabulary.of(List.of()).ids().size();
    private static final long RARE = 2;
    /** The most frequent last; of those as frequent, the first by its text. */
    private static final Comparator<Map.Entry<Vocabulary.Merge, Long>> FREQUENCY = Map.Entry.<Vocabulary.Merge, Long>comparingByValue()
            .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(
                    Vocabulary.Merge::left).thenComparing(Vocabulary.Merge::right).reversed()));

    private final List<Word> words;
    private final Map<Vocabulary.Merge, Long> counts = new HashMap<>(); // of all pairs that there are

    private BytePairTrainer(List<Word> words) {
        this.words = words;
        words.forEach(word -> count(word, word.count));
    }

    /**
     * The vocabulary of texts.
     *
     * @param size most tokens, bytes and the two of begin and end included; there are fewer if no pair occurs twice before
     */
    public static Vocabulary train(Stream<String> texts, int size) {
        if (size < LEAST) {
            throw new IllegalArgumentException("%s tokens: the bytes alone need %s".formatted(size, LEAST));
        }
        Map<String, Long> distinct = texts.flatMap(text -> Tokenizer.words(text).stream()).collect(Collectors.groupingBy(
                Function.identity(), Collectors.counting()));
        distinct.keySet().removeAll(List.of(Vocabulary.START, Vocabulary.END)); // each a token, whatever it is made of
        return new BytePairTrainer(distinct.entrySet().stream().map(Word::of).toList()).vocabulary(size);
    }

    private Vocabulary vocabulary(int size) {
        List<Vocabulary.Merge> merges = new ArrayList<>();
        while (LEAST + merges.size() < size) {
            Optional<Vocabulary.Merge> next = mostFrequent();
            if (next.isEmpty()) {
                break;
            }
            merges.add(next.get());
            merge(next.get());
        }
        return Vocabulary.of(List.copyOf(merges));
    }

    private Optional<Vocabulary.Merge> mostFrequent() {
        return counts.entrySet().stream().filter(pair -> pair.getValue() >= RARE).max(FREQUENCY).map(Map.Entry::getKey);
    }

    private void merge(Vocabulary.Merge pair) {
        for (Word word : words) {
            if (word.contains(pair)) {
                count(word, -word.count);
                word.merge(pair);
                count(word, word.count);
            }
        }
    }

    private void count(Word word, long occurrences) {
        for (int i = 0; i + 1 < word.symbols.size(); i++) {
            counts.merge(word.pair(i), occurrences, (before, more) -> before + more == 0 ? null : before + more);
        }
    }

    /** A word that occurs in the texts, as the symbols it is now made of. */
    private static final class Word {
        private static final String[] BYTES = Vocabulary.byteSymbols();

        private final List<String> symbols = new ArrayList<>();
        private final long count;

        private Word(long count) {
            this.count = count;
        }

        private static Word of(Map.Entry<String, Long> counted) {
            Word word = new Word(counted.getValue());
            for (byte b : counted.getKey().getBytes(StandardCharsets.UTF_8)) {
                word.symbols.add(BYTES[b & 0xff]);
            }
            int last = word.symbols.size() - 1;
            word.symbols.set(last, word.symbols.get(last) + Vocabulary.WORD_END);
            return word;
        }

        private Vocabulary.Merge pair(int index) {
            String left = symbols.get(index);
            String right = symbols.get(index + 1);
            return new Vocabulary.Merge(left, right, left + right);
        }

        private boolean isAt(Vocabulary.Merge pair, int index) {
            return symbols.get(index).equals(pair.left()) && symbols.get(index + 1).equals(pair.right());
        }

        private boolean contains(Vocabulary.Merge pair) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (isAt(pair, i)) {
                    return true;
                }
            }
            return false;
        }

        /** From left to right, as the tokenizer does. */
        private void merge(Vocabulary.Merge pair) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (isAt(pair, i)) {
                    symbols.set(i, pair.made());
                    symbols.remove(i + 1);
                }
            }
        }
    }
}
