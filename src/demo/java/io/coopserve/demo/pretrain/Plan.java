package io.coopserve.demo.pretrain;

import java.util.Map;

import io.coopserve.demo.caption.Focus;
import io.coopserve.image.Preprocessing;
import io.coopserve.model.ClipSizes;

/**
 * What is trained, on how much, and how.
 *
 * @param seed of drawings, captions, vocabulary, initial weights and batches
 * @param drawings in the pool
 * @param captions that the vocabulary is made from
 * @param tokens in the vocabulary at most
 * @param batch drawings of a step
 * @param steps in all, those without pictures among them
 * @param rate of learning at its height
 * @param warmUp steps in which it rises; from there it falls along half a cosine
 * @param decay of matrices, see {@link AdamW}
 */
public record Plan(long seed, int side, int drawings, int captions, int tokens, int batch, int steps, double rate, int warmUp,
        double decay, Curriculum curriculum) {
    private static final int WIDTH = 128;
    private static final int HEADS = 2;
    private static final int IMAGE_LAYERS = 4;
    private static final int TEXT_LAYERS = 3;
    private static final int PATCH = 8;
    private static final float EPSILON = 1e-5f;
    private static final double LEAST_RATE = 0.02; // of the height
    static final int CONTEXT = 40;

    /** What the built-in model is made by, but for the seed. */
    public static Plan builtIn(long seed) {
        return new Plan(seed, 64, 48_000, 100_000, 1024, 128, 3500, 1.2e-3, 150, 0.1, new Curriculum(100, 700, 700));
    }

    /** So few steps and drawings that it takes seconds: to try the program, and learn next to nothing. */
    public static Plan trial(long seed) {
        return new Plan(seed, 32, 300, 2000, 700, 16, 6, 1e-3, 2, 0.1, new Curriculum(2, 2, 2));
    }

    ClipSizes sizes(int vocabulary) {
        ClipSizes.Tower image = new ClipSizes.Tower(WIDTH, IMAGE_LAYERS, HEADS, 4 * WIDTH, true, EPSILON);
        ClipSizes.Tower text = new ClipSizes.Tower(WIDTH, TEXT_LAYERS, HEADS, 4 * WIDTH, true, EPSILON);
        return new ClipSizes(new ClipSizes.VisionTransformer(image, PATCH), text, side, vocabulary, CONTEXT, WIDTH);
    }

    Preprocessing preprocessing() {
        return new Preprocessing(side, side, new float[]{0.5f, 0.5f, 0.5f}, new float[]{0.27f, 0.27f, 0.27f});
    }

    /** What short captions name, and how often: what is hard to see is named more often. */
    Mixture mixture() {
        return new Mixture(
                Map.ofEntries(Map.entry(Focus.FIGURE, 5.0), Map.entry(Focus.TEXTURE, 3.0), Map.entry(Focus.COUNT, 2.5),
                        Map.entry(Focus.POSITION, 2.0), Map.entry(Focus.COLOUR, 1.0), Map.entry(Focus.SCENE, 1.0), Map.entry(
                                Focus.COLOUR_FIGURE, 1.0),
                        Map.entry(Focus.TEXTURE_FIGURE, 1.0), Map.entry(Focus.COLOUR_TEXTURE_FIGURE,
                                1.0),
                        Map.entry(Focus.FIGURE_SCENE, 0.5), Map.entry(Focus.SIZE, 0.3), Map.entry(Focus.STYLE,
                                0.3)));
    }

    /** Of a step, from 1. */
    double rate(int step) {
        double warm = Math.min(1, step / (double) warmUp);
        return rate * warm * (LEAST_RATE + (1 - LEAST_RATE) * 0.5 * (1 + Math.cos(Math.PI * step / steps)));
    }
}
