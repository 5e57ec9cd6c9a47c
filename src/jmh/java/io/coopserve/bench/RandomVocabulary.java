package io.coopserve.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A vocabulary of the official size and number of merges in which the words of {@link #classes} and of templates are one
 * token each, as they are in the official one, and any other word is its bytes: prompts are as long as they would be in earnest.
 */
final class RandomVocabulary {
    /** K = 10 names of two or three words. */
    static final List<String> CLASSES = List.of("golden retriever", "fire truck", "traffic light", "hot air balloon",
            "coffee mug", "grand piano", "polar bear", "sea turtle", "school bus", "ice cream cone");
    private static final List<String> WORDS = words();
    /** Of the hand-written prompts that evaluations compare with. */
    private static final List<String> TEMPLATE_WORDS = List.of("photo", "of", "itap", "bad", "the", "origami", "large", "in",
            "video", "game", "art", "small");
    private static final String WORD_END = "</w>";
    private static final int MOST_CLASSES = 1000;
    private static final int START = 49406;
    private static final int FIRST_FOREIGN = 94; // symbols before it are ASCII
    private static final ObjectMapper JSON = new ObjectMapper();

    private RandomVocabulary() {
    }

    /**
     * K names: those of {@link #CLASSES}, then names of two words, every third of three; no two begin with the same word, so
     * that nothing is gained by chance.
     */
    static List<String> classes(int count) {
        int first = WORDS.size() - MOST_CLASSES;
        return IntStream.range(0, count).mapToObj(k -> k < CLASSES.size()
                ? CLASSES.get(k)
                : WORDS.get(first + k) + " " + WORDS.get(k % first) + (k % 3 == 0 ? " " + WORDS.get((7 * k) % first) : ""))
                .toList();
    }

    /** The words of {@link #CLASSES}, then as many made of syllables as there can be classes. */
    private static List<String> words() {
        Set<String> words = new LinkedHashSet<>();
        CLASSES.forEach(name -> words.addAll(List.of(name.split(" "))));
        int known = words.size();
        for (int i = 0; words.size() < known + MOST_CLASSES; i++) {
            words.add(syllable(i) + syllable(7 * i + i / 75) + syllable(11 * i + i / 25));
        }
        return List.copyOf(words);
    }

    private static String syllable(int i) {
        return "" + "bdfgklmnprstvwz".charAt(i % 15) + "aeiou".charAt(i / 15 % 5);
    }

    /** Contents of {@code tokenizer.json}. */
    static ObjectNode tokenizer() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode added = root.putArray("added_tokens");
        added.addObject().put("id", START).put("content", "<|startoftext|>").put("special", true);
        added.addObject().put("id", START + 1).put("content", "<|endoftext|>").put("special", true);
        ObjectNode model = root.putObject("model").put("type", "BPE").put("end_of_word_suffix", WORD_END);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int i = 0; i < 256; i++) {
            vocabulary.put(symbol(i), i).put(symbol(i) + WORD_END, 256 + i);
        }
        ArrayNode merges = model.putArray("merges");
        merges().forEach(merge -> {
            vocabulary.put(merge.replace(" ", ""), vocabulary.size());
            merges.add(merge);
        });
        return root;
    }

    /** Each word grows from its end, so that no other word's pairs can break it; what follows is in no English word. */
    private static Set<String> merges() {
        Set<String> merges = new LinkedHashSet<>();
        Stream.concat(WORDS.stream(), TEMPLATE_WORDS.stream()).forEach(word -> {
            for (int i = word.length() - 2; i >= 0; i--) {
                merges.add(word.charAt(i) + " " + word.substring(i + 1) + WORD_END);
            }
        });
        for (int i = FIRST_FOREIGN; i < 256; i++) {
            for (int j = FIRST_FOREIGN; j < 256; j++) {
                merges.add(symbol(i) + " " + symbol(j));
                merges.add(symbol(i) + " " + symbol(j) + WORD_END);
            }
        }
        return merges.stream().limit(START - 512).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The i-th of the 256 characters that stand for bytes, in the order of the official vocabulary. */
    private static String symbol(int i) {
        int[] codes = Stream.of(new int[]{'!', '~'}, new int[]{0xa1, 0xac}, new int[]{0xae, 0xff}).flatMapToInt(
                range -> IntStream.rangeClosed(range[0], range[1])).toArray();
        return String.valueOf((char) (i < codes.length ? codes[i] : 256 + i - codes.length));
    }
}
