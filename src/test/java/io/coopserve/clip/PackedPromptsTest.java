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

class PackedPromptsTest {
    private static final int CONTEXT = 4; // M

    @Test
    void packingDoesNotChangeTheFeatures(@TempDir Path cache) {
        try (Clip clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache))) {
            TextEncoder.ClassPrompts packed = clip.textEncoder().classPrompts(CONTEXT,
                    List.of("dog", "red circle", "red square", "cat", "red"));
            TextEncoder.ClassPrompts trimmed = packed.unpacked(true);
            TextEncoder.ClassPrompts whole = packed.unpacked(false);
            assertEquals(5 * 40, whole.rows()); // config.json: max_position_embeddings
            assertTrue(packed.rows() < trimmed.rows() && trimmed.rows() < whole.rows());

            float[] context = new float[CONTEXT * clip.textEncoder().width()];
            Random random = new Random(1);
            for (int i = 0; i < context.length; i++) {
                context[i] = (float) random.nextGaussian() * 0.02f;
            }
            float[][] expected = whole.weights(context);
            for (TextEncoder.ClassPrompts prompts : List.of(packed, trimmed)) {
                float[][] actual = prompts.weights(context);
                for (int k = 0; k < expected.length; k++) {
                    assertArrayEquals(expected[k], actual[k], 1e-5f);
                }
            }
        }
    }
}
