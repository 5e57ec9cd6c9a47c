package io.coopserve.demo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.coopserve.clip.Tokenizer;
import io.coopserve.model.Vocabulary;

class BytePairTrainerTest {
    private static final int BYTES = 2 * 256 + 2;
    private static final List<String> CAPTIONS = List.of("A photo of a Red circle.", "a red circle on the beach",
            "three blue circles, from above", "a blue square &amp; a red square", "the photo of a café", "squares in the café");

    private static List<String> merges(int size, String... texts) {
        return BytePairTrainer.train(Stream.of(texts), size).merges().stream().map(merge -> merge.left() + " " + merge.right())
                .toList();
    }

    @Test
    void frequentWordsAreOneToken() {
        Vocabulary vocabulary = BytePairTrainer.train(CAPTIONS.stream(), 1000);
        Tokenizer tokenizer = new Tokenizer(vocabulary);
        for (String word : List.of("photo", "of", "a", "red", "circle", "blue", "square", "the", "CAFÉ")) {
            assertEquals(1, tokenizer.encode(word).length, word);
        }
        assertTrue(tokenizer.encode("above").length > 1);
        assertTrue(tokenizer.encode("a word never seen: \u03a9").length > 5); // bytes are always there
        assertArrayEquals(new long[]{id(vocabulary, "a</w>"), id(vocabulary, "square</w>")}, tokenizer.encode("a square"));
    }

    private static int id(Vocabulary vocabulary, String symbol) {
        return vocabulary.ids().get(symbol);
    }

    @Test
    void theMostFrequentPairIsMergedFirst() {
        assertEquals(List.of("l o", "lo w</w>"), merges(BYTES + 2, "low low low low low", "lower lower newest"));
        assertEquals(List.of("a b</w>", "c d</w>"), merges(BYTES + 9, "cd ab", "ab cd")); // as frequent: by the text
    }

    @Test
    void mergesEndWhereNoPairOccursTwice() {
        assertEquals(List.of(), merges(1000, "no pair twice"));
        assertEquals(List.of("n e</w>", "o ne</w>"), merges(1000, "one one a b c d"));
        assertEquals(List.of("a a"), merges(1000, "aaaa")); // pairs overlap, merges do not
    }

    @Test
    void theMarksOfBeginAndEndAreNotLearnt() {
        assertEquals(List.of(), merges(1000, "<|endoftext|> <|endoftext|> <|startoftext|><|startoftext|>"));
    }

    @Test
    void idsAreNumberedWithoutGapsAndTheEndIsTheLast() {
        Random random = new Random(1);
        for (int size = BYTES; size < BYTES + 300; size += 7) {
            String text = random.ints(2000, 'a', 'e').mapToObj(c -> c == 'd' ? " " : Character.toString(c)).collect(Collectors
                    .joining());
            Vocabulary vocabulary = BytePairTrainer.train(Stream.of(text), size);
            int tokens = vocabulary.ids().size();
            assertTrue(tokens <= size);
            assertEquals(tokens - 1, vocabulary.largestId());
            assertEquals(tokens, new HashSet<>(vocabulary.ids().values()).size());
            assertEquals(tokens - 2, id(vocabulary, Vocabulary.START));
            assertEquals(tokens - 1, id(vocabulary, Vocabulary.END));
            assertEquals(BYTES + vocabulary.merges().size(), tokens); // no two make the same
        }
        assertThrows(IllegalArgumentException.class, () -> BytePairTrainer.train(Stream.of(""), BYTES - 1));
    }

    @Test
    void theOrderOfTextsDoesNotMatter() {
        Vocabulary expected = BytePairTrainer.train(CAPTIONS.stream(), 560);
        List<String> shuffled = new ArrayList<>(CAPTIONS);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(expected, BytePairTrainer.train(shuffled.stream().parallel(), 560));
        }
    }
}
