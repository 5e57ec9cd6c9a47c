package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.prompt.Scores;

/** KgCoOp's objective (arXiv 2303.13283, section 3.2) is cross-entropy plus λ (1 − mean cosine), and its gradient is that of both. */
class KgCoopTest {
    private static final int CONTEXT = 4; // M
    private static final float STRENGTH = 8; // λ
    private static final double STEP = 1e-2;
    private static final List<String> NAMES = List.of("circle", "square", "star");

    @Test
    void guideAddsItsDistanceAndItsGradient(@TempDir Path cache) {
        try (Clip clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache))) {
            Random random = new Random(1);
            ClassPrompts prompts = clip.textEncoder().classPrompts(CONTEXT, NAMES);
            float[][] guide = clip.textEncoder().templateWeights(NAMES, List.of(Recipe.HAND_WRITTEN));
            PromptLearner free = new PromptLearner(clip, prompts, Training.UNBOUNDED);
            PromptLearner guided = new PromptLearner(clip, new CrossEntropy(clip, prompts, Training.UNBOUNDED, Optional.of(
                    new CrossEntropy.Guide(guide, STRENGTH))));
            LabelledFeatures images = new LabelledFeatures(IntStream.range(0, 6).mapToObj(i -> RandomNumbers.direction(random,
                    clip.embedding())).toArray(float[][]::new), new int[]{0, 1, 2, 0, 1, 2});
            float[] context = RandomNumbers.normal(random, CONTEXT * clip.textEncoder().width(), 0.2);

            assertEquals(distance(prompts.weights(context), guide), guided.step(context, images).value() - free.step(context,
                    images).value(), 1e-4);

            float[] direction = RandomNumbers.direction(random, context.length);
            float[] gradient = guided.step(context, images).gradient();
            float[] ofCrossEntropy = free.step(context, images).gradient();
            double expected = (distance(prompts.weights(moved(context, direction, STEP)), guide)
                    - distance(prompts.weights(moved(
                            context, direction, -STEP)), guide))
                    / (2 * STEP);
            double actual = 0;
            for (int i = 0; i < gradient.length; i++) {
                actual += (gradient[i] - ofCrossEntropy[i]) * direction[i];
            }
            assertEquals(expected, actual, 0.01 * Math.abs(expected) + 1e-4);
        }
    }

    private static double distance(float[][] weights, float[][] guide) {
        return STRENGTH * (1 - IntStream.range(0, guide.length).mapToDouble(k -> Scores.dot(weights[k], guide[k])).average()
                .orElseThrow());
    }

    private static float[] moved(float[] context, float[] direction, double length) {
        float[] moved = context.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (length * direction[i]);
        }
        return moved;
    }
}
