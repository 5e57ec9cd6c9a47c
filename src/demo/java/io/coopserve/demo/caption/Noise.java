package io.coopserve.demo.caption;

import java.util.List;
import java.util.random.RandomGenerator;

/** What people write around a caption and what says nothing of the picture: some of it in the very words that mean something elsewhere. */
final class Noise {
    private static final List<Clause> OPENERS = Clause.all("here you can see something",
            "this is from the notebook of my little sister",
            "we found this at home last week", "a page of the old book from school", "the teacher asked us to draw",
            "my brother made this in the morning", "i have no idea what this is for", "this was on the table in the kitchen",
            "one more from the box of old pictures", "it took me the whole day to make this",
            "the best of all my pictures so far",
            "rose sent me this for my birthday", "i drew this on a rainy afternoon", "this one is for amber and violet",
            "a big thank you to all of you", "not my best work but i like it", "from the round table in the city hall",
            "the star of the show is here", "my heart is in this one", "for the small exhibition next month",
            "look what came in the post today", "he did it with his left hand", "on the right page of the calendar",
            "we had a lot of fun with this", "the children were very proud of it", "please tell me if you like it");
    private static final List<Clause> FILLERS = Clause.all("that we keep at home", "from the year before", "in the drawer",
            "made with my new pens", "for the school", "when we were on holiday", "after lunch", "with my father",
            "by the window",
            "at the end of the day", "and so on", "as you may know", "in the old house", "of my friend", "with a lot of love",
            "for my mother", "on a sunday", "to show you", "in the summer", "as always");
    private static final List<Clause> SHOWING = Clause.all("and it shows", "and you can see", "and on it we see", "with",
            "and what i see is", "and there i drew");
    private static final List<Clause> NAMING = Clause.all(":", ", it says", "and the title is", "and it is called",
            ", in short,",
            "and below it says");
    private static final List<String> STARTS = List.of("a ", "an ", "the ", "some ", "several ", "many ", "one ", "two ",
            "three ",
            "four ", "five ", "six ", "seven ", "eight ");

    private static final List<String> SHORT_HEADS = List.of("new:", "here you can see", "from the internet:", "look,",
            "my picture:",
            "for you:", "page two:", "this week:", "at home:", "by anna:", "draft,", "free download:", "ok so", "funny,",
            "wow,",
            "number nine:");
    private static final List<String> TAILS = List.of("from my holiday", "drawn on a rainy afternoon", "by anna", "by tom",
            "for rose", "by violet, age nine", "12 may 2014", "3 june 2009", "in 1998", "made at school", "with my new pens",
            "for my grandmother", "free download", "from the internet", "no filter", "for the kitchen wall", "to print", "copy",
            "by a little boy", "with a big smile", "by olive and tom", "in my red notebook", "from the star hotel",
            "from the blue book", "at the round table", "drawn with my left hand", "right now", "top quality",
            "on the road to spain",
            "after the rain", "last winter", "in the evening", "square format", "small print", "page ten", "for amber",
            "all rights reserved", "as a card", "because i like it", "and that is all", "with love", "my best one");

    private static final List<String> WHO = List.of("my dog", "our neighbour", "the train", "grandmother", "the old car",
            "my team", "the shop", "your order", "the film", "our cat", "the band", "nobody");
    private static final List<String> DID = List.of("was late again", "sleeps all day", "is closed on monday",
            "came home early",
            "will arrive next week", "likes the red soup", "won by two goals", "has a new website", "is out now",
            "left for the city in the rain", "says hello", "needs a square meal");

    private Noise() {
    }

    /** A head of about so many words before the text, closed so that the text can follow. */
    static String before(String text, int words, RandomGenerator random) {
        boolean noun = STARTS.stream().anyMatch(text::startsWith);
        Clause end = pick(noun && random.nextBoolean() ? SHOWING : NAMING, random);
        StringBuilder head = new StringBuilder();
        Clause opener = pick(OPENERS, random);
        int left = words - end.words();
        if (opener.words() <= left) {
            head.append(opener.text());
            left -= opener.words();
            for (int tries = 0; left > 1 && tries < 8; tries++) {
                Clause filler = pick(FILLERS, random);
                if (filler.words() <= left && head.indexOf(filler.text()) < 0) {
                    head.append(' ').append(filler.text());
                    left -= filler.words();
                }
            }
        } else {
            head.append("here");
        }
        return head.append(end.joined()).append(' ').append(text).toString();
    }

    static String shortHead(RandomGenerator random) {
        return pick(SHORT_HEADS, random);
    }

    static String tail(RandomGenerator random) {
        return pick(TAILS, random);
    }

    /** A sentence that has nothing to do with any picture. */
    static String unrelated(RandomGenerator random) {
        return pick(WHO, random) + " " + pick(DID, random);
    }

    private static <T> T pick(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private record Clause(String text, int words) {
        static List<Clause> all(String... texts) {
            return List.of(texts).stream().map(text -> new Clause(text, text.split(" ").length)).toList();
        }

        /** With a space before it, unless it begins with a sign. */
        String joined() {
            return Character.isLetter(text.charAt(0)) ? " " + text : text;
        }
    }
}
