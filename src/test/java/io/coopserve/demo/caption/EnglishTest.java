package io.coopserve.demo.caption;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EnglishTest {
    @Test
    void articlesFollowTheNextWord() {
        assertEquals("an orange circle and an oval on a red arrow",
                English.articles("a orange circle and a oval on a red arrow"));
        assertEquals("sea area", English.articles("sea area"));
        assertEquals("a", English.articles("a"));
        assertEquals("this is a ", English.articles("this is a "));
    }

    @Test
    void plurals() {
        assertEquals("crosses", English.plural("cross"));
        assertEquals("boxes", English.plural("box"));
        assertEquals("flashes", English.plural("flash"));
        assertEquals("six-sided shapes", English.plural("six-sided shape"));
        assertEquals("half circles", English.plural("half circle"));
        assertEquals("discs", English.plural("disc"));
    }

    @Test
    void coloursComeBehindAnArticle() {
        assertEquals("a red and white grid", English.coloured("a grid", "red and white"));
        assertEquals("red stripes", English.coloured("stripes", "red"));
        assertEquals("amber argyle", English.coloured("argyle", "amber"));
    }

    @Test
    void numbers() {
        assertEquals("one", English.number(1));
        assertEquals("eight", English.number(8));
    }
}
