package io.coopserve.demo.pretrain;

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
        Optional<Focus> focus = mixture.draw(random);
        Drawing[] drawings = new Drawing[size];
        Caption[] captions = new Caption[size];
        float[] values = new float[size * pixels.values()];
        long[][] tokens = new long[size][];
        for (int i = 0; i < size; i++) {
            Example example = null;
            for (captions[i] = null; captions[i] == null;) {
                example = pool.any(random);
                captions[i] = caption(example.drawing(), focus);
            }
            drawings[i] = example.drawing();
            tokens[i] = sequence(captions[i].text());
            pixels.put(example.pixels(), random.nextInt(2 * SHIFT + 1) - SHIFT, random.nextInt(2 * SHIFT + 1) - SHIFT, values, i);
        }
        boolean[][] right = new boolean[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                right[i][j] = i == j || captions[j].claim().isTrueOf(drawings[i]);
            }
        }
        return new Batch(values, tokens, right);
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
        long[] cut = java.util.Arrays.copyOf(tokens, contextLength);
        cut[contextLength - 1] = tokens[tokens.length - 1];
        return cut;
    }
}
