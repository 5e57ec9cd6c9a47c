package io.coopserve.demo.caption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.coopserve.demo.world.Colour;
import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Position;
import io.coopserve.demo.world.Scene;
import io.coopserve.demo.world.Size;
import io.coopserve.demo.world.Style;
import io.coopserve.demo.world.Texture;

class CorpusTest {
    private static final List<String> CAPTIONS = Corpus.captions(60_000, 9).map(text -> text.toLowerCase(Locale.ROOT)).toList();

    @Test
    void theSameSeedGivesTheSameCaptions() {
        assertEquals(Corpus.captions(300, 5).toList(), Corpus.captions(300, 5).toList());
        assertNotEquals(Corpus.captions(300, 5).toList(), Corpus.captions(300, 6).toList());
    }

    @Test
    void allWordsOfTheWorldOccur() {
        String all = " " + String.join(" ", CAPTIONS).replaceAll("[^a-z0-9-]+", " ") + " ";
        Stream.<Named[]>of(Figure.values(), Colour.values(), Texture.values(), Scene.values(), Size.values(), Position.values(),
                Style.values()).flatMap(Stream::of).filter(named -> named != Style.INVERTED && named != Style.PIXELATED)
                .flatMap(named -> named.words().stream())
                .forEach(word -> assertTrue(all.contains(" " + word + " "), word));
        Stream.of(Texture.values()).flatMap(texture -> texture.nouns().stream())
                .forEach(noun -> assertTrue(all.contains(" " + noun.replaceFirst("^a ", "") + " "), noun));
        Stream.of(Figure.values())
                .forEach(figure -> assertTrue(all.contains(" " + English.plural(figure.word()) + " "), figure.word()));
        for (int count = 1; count <= 8; count++) {
            assertTrue(all.contains(" " + English.number(count) + " shape"));
        }
    }

    @Test
    void theEnglishIsRight() {
        Pattern wrong = Pattern.compile("\\ba [aeiou]|\\ban [^aeiou]|sss|[^e]xs\\b|[cs]hs\\b|  |^ | $|[{}%@#]|shape shape"
                + "|\\bone (shape|object|circle|star)s\\b|\\b(two|three|four|five|six|seven|eight) (shape|object|circle|star)\\b"
                + "|there are (one|a single) |there is (two|three|four|five|six|seven|eight|several|some) ");
        CAPTIONS.forEach(text -> assertFalse(wrong.matcher(text).find(), text));
    }

    @Test
    void mostCaptionsAreShortAndSomeAreLong() {
        int[] words = CAPTIONS.stream().mapToInt(text -> text.split(" ").length).sorted().toArray();
        assertTrue(words[words.length / 2] <= 8);
        assertEquals(0.1, Stream.of(CAPTIONS.toArray(String[]::new)).filter(text -> text.split(" ").length >= 17).count()
                / (double) words.length, 0.04);
        assertTrue(words[words.length - 1] <= 34, () -> "longest: " + words[words.length - 1]);
        assertEquals(0.5, CAPTIONS.stream().filter(text -> text.endsWith(".")).count() / (double) words.length, 0.03);
    }
}
