package io.coopserve.demo.caption;

import java.util.Optional;
import java.util.random.RandomGenerator;

import io.coopserve.demo.world.Drawing;

/**
 * The grammar: captions as people write them below pictures, and short ones that name one thing. The same numbers give the same
 * captions.
 */
public final class Captions {
    private static final double UNRELATED = 0.02;
    private static final double LONG = 0.12;
    private static final double LONG_HEAD = 0.75;
    private static final double SHORT_HEAD = 0.08;
    private static final double TAIL = 0.17;
    private static final double FOCUSED_LONG = 0.15;

    /** Words of a caption with its head: about 34 tokens. */
    private static final int MOST_WORDS = 28;

    private Captions() {
    }

    /**
     * What someone might have written: much is left out, and some says nothing of the picture. Of a hundred captions two are
     * unrelated, and twelve are long, so that words of content also stand late: a learned context of 16 vectors will stand in
     * front of class names.
     */
    public static Caption general(Drawing drawing, RandomGenerator random) {
        if (random.nextDouble() < UNRELATED) {
            return new Caption(English.articles(Noise.unrelated(random)), Claim.NOTHING);
        }
        Draft draft = new Draft(random, 2.0 / 3);
        String text = drawing.groups().isEmpty() ? FrameCaptions.of(draft, drawing) : ObjectCaptions.of(draft, drawing);
        return draft.caption(amid(draft, text));
    }

    /** A short caption that names just this and says nothing else; empty where the drawing does not have it or hides it. */
    public static Optional<Caption> focused(Drawing drawing, Focus focus, RandomGenerator random) {
        Draft draft = new Draft(random, 3.0 / 4);
        return FocusedCaptions.of(draft, drawing, focus).map(
                text -> draft
                        .caption(draft.chance(FOCUSED_LONG) ? Noise.before(text, room(text, 5, 18, random), random) : text));
    }

    private static String amid(Draft draft, String text) {
        if (draft.chance(LONG)) {
            if (draft.chance(LONG_HEAD)) {
                return Noise.before(text, room(text, 8, 20, draft.random()), draft.random());
            }
            return text + comma(text) + Noise.tail(draft.random()) + ", " + Noise.tail(draft.random()) + " "
                    + Noise.tail(draft.random());
        }
        String headed = draft.chance(SHORT_HEAD) ? Noise.shortHead(draft.random()) + " " + text : text;
        return draft.chance(TAIL)
                ? headed + (draft.chance(0.5) ? comma(text) : " ") + Noise.tail(draft.random())
                : headed;
    }

    private static String comma(String text) {
        return text.endsWith("?") ? " " : ", ";
    }

    /** So many words, as far as there is room before the text. */
    private static int room(String text, int least, int most, RandomGenerator random) {
        int words = 1 + (int) text.chars().filter(sign -> sign == ' ').count();
        return Math.min(least + random.nextInt(most - least + 1), Math.max(MOST_WORDS - words, 0));
    }
}
