package io.coopserve.demo.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.coopserve.demo.world.Figure;
import io.coopserve.demo.world.Named;
import io.coopserve.demo.world.Texture;

/** A caption being written: its choices, and what it has said so far. */
final class Draft {
    private static final double CAPITAL = 0.2;
    private static final double FULL_STOP = 0.5;

    private final RandomGenerator random;
    private final double usual;
    private final List<Fact> facts = new ArrayList<>(4);

    /** @param usual the share of mentions that use the first word of a thing */
    Draft(RandomGenerator random, double usual) {
        this.random = random;
        this.usual = usual;
    }

    RandomGenerator random() {
        return random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One of the words for it. */
    String word(Named named) {
        return choose(named.words());
    }

    /** What is seen of a texture. */
    String noun(Texture texture) {
        return pick(texture.nouns());
    }

    /** A word for a figure that can be counted: lightning comes in bolts. */
    String figure(Figure figure) {
        String word = word(figure);
        return word.equals("lightning") ? "lightning bolt" : word;
    }

    /** The first of these as often as the usual word of a thing. */
    String choose(List<String> words) {
        return words.size() == 1 || chance(usual) ? words.get(0) : words.get(1 + random.nextInt(words.size() - 1));
    }

    void say(Fact fact) {
        facts.add(fact);
    }

    Caption caption(String text) {
        String right = English.articles(text);
        String begun = chance(CAPITAL) ? Character.toUpperCase(right.charAt(0)) + right.substring(1) : right;
        return new Caption(chance(FULL_STOP) && !begun.endsWith("?") ? begun + "." : begun, new Claim(List.copyOf(facts)));
    }
}
