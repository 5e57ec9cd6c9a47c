package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;
import io.coopserve.torch.Precision;

/** However prompts go through the text tower, features and gradients are those of the official procedure. */
class TrainablePromptsTest {
    private static final int CONTEXT = 4; // M
    private static final int BATCH = 3; // B
    /** Some begin alike, and there are enough for several groups. */
    private static final List<String> NAMES = Stream.of("red", "big blue", "small", "dark green").flatMap(start -> Stream.of("",
            " circle", " square", " star on the left", " ring", " dog", " red circle", " cat", " tree")
            .map(start::concat)).toList();

    @TempDir
    private static Path cache;
    private static Clip clip;

    private record Result(float[] features, float[] gradient) {}

    @BeforeAll
    static void load() {
        clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache));
    }

    @AfterAll
    static void close() {
        clip.close();
    }

    private static ClassPrompts prompts() {
        return clip.textEncoder().classPrompts(CONTEXT, NAMES);
    }

    /** Features for three contexts, and the gradient of their product with random numbers. */
    private static Result result(TrainablePrompts prompts) {
        float[] contexts = random(BATCH * CONTEXT * clip.textEncoder().width(), 0.1);
        float[] direction = random(BATCH * NAMES.size() * clip.embedding(), 1);
        return clip.torch().inference(() -> {
            TextPass pass = prompts.forward(clip.torch().array(contexts, BATCH, CONTEXT, clip.textEncoder().width()));
            float[] features = pass.features().toFloatArray();
            float[] gradient = pass.backward(clip.torch().array(direction, BATCH, NAMES.size(), clip.embedding()))
                    .toFloatArray();
            return new Result(features, gradient);
        });
    }

    private static float[] random(int length, double deviation) {
        Random random = new Random(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static void assertEqual(Result expected, Result actual, double share) {
        assertArrayEquals(expected.features, actual.features, (float) (share * largest(expected.features)));
        assertArrayEquals(expected.gradient, actual.gradient, (float) (share * largest(expected.gradient)));
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Test
    void packedPromptsHaveTheGradientsOfWholeOnes() {
        assertTrue(prompts().packed().groups() > 1 && prompts().packed().beginning() == 1 + CONTEXT);
        Result expected = result(prompts().unpacked(false).trainable(Precision.FP32, Long.MAX_VALUE));
        assertEqual(expected, result(prompts().trainable(Precision.FP32, Long.MAX_VALUE)), 1e-5);
        assertEqual(expected, result(prompts().unpacked(true).trainable(Precision.FP32, Long.MAX_VALUE)), 1e-5);
    }

    @Test
    void partsThatFitIntoABoundHaveTheGradientsOfTheWhole() {
        Result expected = result(prompts().trainable(Precision.FP32, Long.MAX_VALUE));
        TrainablePrompts whole = prompts().trainable(Precision.FP32, 8 << 20);
        assertEquals(1, whole.parts());
        assertEqual(expected, result(whole), 1e-5);
        TrainablePrompts parts = prompts().trainable(Precision.FP32, 2 << 20);
        assertTrue(parts.parts() > 1 && parts.parts() < NAMES.size(), () -> String.valueOf(parts.parts()));
        assertEqual(expected, result(parts), 1e-5);
    }

    @Test
    void whatNeverFitsIsRefusedWithTheFigureNeeded() {
        ActivationMemoryException refusal = assertThrows(ActivationMemoryException.class,
                () -> prompts().checkTrainable(1 << 10));
        assertTrue(refusal.getMessage().matches(".*needs [1-9]\\d* KiB.*"), refusal::getMessage);
    }

    @Test
    void halfPrecisionIsNearAndFinite() {
        assertEqual(result(prompts().trainable(Precision.FP32, Long.MAX_VALUE)), result(prompts().trainable(Precision.BF16,
                Long.MAX_VALUE)), 0.05);
    }
}
