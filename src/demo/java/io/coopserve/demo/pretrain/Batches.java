package io.coopserve.demo.pretrain;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

import io.coopserve.clip.Tokenizer;
import io.coopserve.demo.caption.Caption;
import io.coopserve.demo.caption.Captions;
import io.coopserve.demo.caption.Focus;
import io.coopserve.demo.world.Drawing;

/** Batches of a pool's drawings, with captions that are new each time. */
final class Batches {
    private static final int SHIFT = 3;
    /** Of drawings with one object in lessons on counting: there are many times as many as of any other number. */
    private static final double SHARE_OF_ONES = 0.06;

    private final Pool pool;
    private final Tokenizer tokenizer;
    private final Pixels pixels;
    private final int size;
    private final int contextLength;
    private final SplittableRandom random;

    Batches(Pool pool, Tokenizer tokenizer, Pixels pixels, int size, int contextLength, long seed) {
        this.pool = pool;
        this.tokenizer = tokenizer;
        this.pixels = pixels;
        this.size = size;
        this.contextLength = contextLength;
        this.random = new SplittableRandom(seed);
    }

    Batch next(Mixture mixture) {
        Lesson lesson = new Lesson(mixture.draw(random));
        float[] values = new float[size * pixels.values()];
        for (int i = 0; i < size; i++) {
            pixels.put(lesson.examples[i].pixels(), shift(), shift(), values, i);
        }
        return new Batch(values, new long[0][], lesson.tokens(), lesson.right());
    }

    /** Two captions of each drawing, and no picture. */
    Batch words(Mixture mixture) {
        Lesson lesson = new Lesson(mixture.draw(random));
        return new Batch(new float[0], lesson.others(), lesson.tokens(), lesson.right());
    }

    private int shift() {
        return random.nextInt(2 * SHIFT + 1) - SHIFT;
    }

    /** Drawings and captions of one batch. */
    private final class Lesson {
        private final Optional<Focus> focus;
        private final Example[] examples = new Example[size];
        private final Caption[] captions = new Caption[size];

        Lesson(Optional<Focus> focus) {
            this.focus = focus;
            for (int i = 0; i < size; i++) {
                while (captions[i] == null) {
                    examples[i] = pool.any(random);
                    captions[i] = caption(examples[i].drawing(), focus);
                }
            }
        }

        long[][] tokens() {
            return Arrays.stream(captions).map(caption -> sequence(caption.text())).toArray(long[][]::new);
        }

        long[][] others() {
            return Arrays.stream(examples).map(example -> sequence(another(example.drawing()).text())).toArray(long[][]::new);
        }

        private Caption another(Drawing drawing) {
            Caption other = null;
            while (other == null) {
                other = caption(drawing, focus);
            }
            return other;
        }

        boolean[][] right() {
            boolean[][] right = new boolean[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    right[i][j] = i == j || captions[j].claim().isTrueOf(examples[i].drawing());
                }
            }
            return right;
        }
    }

    private Caption caption(Drawing drawing, Optional<Focus> focus) {
        if (focus.isEmpty()) {
            return Captions.general(drawing, random);
        }
        if (focus.get() == Focus.COUNT && drawing.groups().stream().allMatch(group -> group.count() == 1)
                && random.nextDouble() >= SHARE_OF_ONES) {
            return null;
        }
        return Captions.focused(drawing, focus.get(), random).orElse(null);
    }

    /** What is too long loses its end, as in CLIP's own training. */
    private long[] sequence(String text) {
        long[] tokens = tokenizer.sequence(text);
        if (tokens.length <= contextLength) {
            return tokens;
        }
        long[] cut = Arrays.copyOf(tokens, contextLength);
        cut[contextLength - 1] = tokens[tokens.length - 1];
        return cut;
    }
}
