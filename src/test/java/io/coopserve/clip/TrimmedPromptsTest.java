package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

class TrimmedPromptsTest {
    private static final int CONTEXT = 4; // M

    @Test
    void trimmingDoesNotChangeTheFeatures(@TempDir Path cache) {
        try (Clip clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache))) {
            TextEncoder.ClassPrompts trimmed = clip.textEncoder().classPrompts(CONTEXT, List.of("dog", "red circle", "cat"));
            TextEncoder.ClassPrompts untrimmed = trimmed.untrimmed();
            assertEquals(40, untrimmed.length()); // config.json: max_position_embeddings
            assertTrue(trimmed.length() < untrimmed.length());

            float[] context = new float[CONTEXT * clip.textEncoder().width()];
            Random random = new Random(1);
            for (int i = 0; i < context.length; i++) {
                context[i] = (float) random.nextGaussian() * 0.02f;
            }
            float[][] expected = untrimmed.weights(context);
            float[][] actual = trimmed.weights(context);
            for (int k = 0; k < expected.length; k++) {
                assertArrayEquals(expected[k], actual[k], 1e-5f);
            }
        }
    }
}
