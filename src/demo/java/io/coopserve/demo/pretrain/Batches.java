package io.coopserve.demo.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import io.coopserve.clip.Tokenizer;
import io.coopserve.demo.caption.Caption;
import io.coopserve.demo.caption.Captions;
import io.coopserve.demo.caption.Focus;
import io.coopserve.demo.world.Drawing;

/** Batches of a pool's drawings, with captions that are new each time. */
final class Batches {
    private static final int SHIFT = 3; // pixels that a picture is moved at most, each way
    /** Of drawings with one object, when their number is to be named: there are many times as many as of any other number. */
    private static final double SHARE_OF_ONES = 0.15;
    private static final int FOCUSED = 2; // short captions of a drawing
    private static final double SHARE_OF_FREE = 0.5; // of drawings that have a free caption beside them

    private final Pool pool;
    private final Tokenizer tokenizer;
    private final Pixels pixels;
    private final Plan plan;
    private final Mixture mixture;
    private final SplittableRandom random;

    Batches(Pool pool, Tokenizer tokenizer, Pixels pixels, Plan plan) {
        this.pool = pool;
        this.tokenizer = tokenizer;
        this.pixels = pixels;
        this.plan = plan;
        this.mixture = plan.mixture();
        this.random = new SplittableRandom(plan.seed());
    }

    /** @param step from 1, in order */
    Batch next(int step) {
        Curriculum curriculum = plan.curriculum();
        return curriculum.isOfWords(step) ? words() : pictures(curriculum.easyShare(step));
    }

    private Batch pictures(double easy) {
        Lesson lesson = new Lesson(easy);
        float[] values = new float[plan.batch() * pixels.values()];
        for (int i = 0; i < plan.batch(); i++) {
            pixels.put(lesson.examples.get(i).pixels(), shift(), shift(), values, i);
        }
        return new Batch(values, new long[0][], lesson.tokens(), lesson.right());
    }

    /** With a free caption in place of each picture. */
    private Batch words() {
        Lesson lesson = new Lesson(0);
        long[][] others = lesson.examples.stream().map(example -> sequence(Captions.general(example.drawing(), random).text()))
                .toArray(long[][]::new);
        return new Batch(new float[0], others, lesson.tokens(), lesson.right());
    }

    private int shift() {
        return random.nextInt(2 * SHIFT + 1) - SHIFT;
    }

    /** Drawings and captions of one batch. */
    private final class Lesson {
        private final List<Example> examples = new ArrayList<>();
        private final List<Caption> captions = new ArrayList<>();
        private final List<Integer> owners = new ArrayList<>(); // the example of each caption

        Lesson(double easy) {
            for (int i = 0; i < plan.batch(); i++) {
                Example example = pool.any(random, random.nextDouble() < easy);
                examples.add(example);
                Drawing drawing = example.drawing();
                if (random.nextDouble() < SHARE_OF_FREE) {
                    add(Captions.general(drawing, random), i);
                }
                for (int k = 0; k < FOCUSED; k++) {
                    add(focused(drawing), i);
                }
            }
        }

        private void add(Caption caption, int owner) {
            captions.add(caption);
            owners.add(owner);
        }

        long[][] tokens() {
            return captions.stream().map(caption -> sequence(caption.text())).toArray(long[][]::new);
        }

        boolean[][] right() {
            boolean[][] right = new boolean[plan.batch()][captions.size()];
            for (int i = 0; i < plan.batch(); i++) {
                for (int j = 0; j < captions.size(); j++) {
                    right[i][j] = owners.get(j) == i || captions.get(j).claim().isTrueOf(examples.get(i).drawing());
                }
            }
            return right;
        }
    }

    private Caption focused(Drawing drawing) {
        while (true) {
            Focus focus = mixture.draw(random);
            if (focus == Focus.COUNT && drawing.groups().stream().allMatch(group -> group.count() == 1)
                    && random.nextDouble() >= SHARE_OF_ONES) {
                continue;
            }
            Optional<Caption> caption = Captions.focused(drawing, focus, random);
            if (caption.isPresent()) {
                return caption.get();
            }
        }
    }

    /** What is too long loses its end, as in CLIP's own training. */
    private long[] sequence(String text) {
        long[] tokens = tokenizer.sequence(text);
        if (tokens.length <= Plan.CONTEXT) {
            return tokens;
        }
        long[] cut = Arrays.copyOf(tokens, Plan.CONTEXT);
        cut[Plan.CONTEXT - 1] = tokens[tokens.length - 1];
        return cut;
    }
}
