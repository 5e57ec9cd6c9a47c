package io.coopserve.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

class PackedPromptsTest {
    private static final int CONTEXT = 4; // M
    private static final List<String> NAMES = List.of("dog", "red circle", "red square", "cat", "red");

    @TempDir
    private static Path cache;
    private static Clip clip;

    @BeforeAll
    static void load() {
        clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache));
    }

    @AfterAll
    static void close() {
        clip.close();
    }

    @Test
    void packingDoesNotChangeTheFeatures() {
        ClassPrompts packed = clip.textEncoder().classPrompts(CONTEXT, NAMES);
        ClassPrompts trimmed = packed.unpacked(true);
        ClassPrompts whole = packed.unpacked(false);
        assertEquals(5 * 40, whole.rows()); // config.json: max_position_embeddings
        assertTrue(packed.rows() < trimmed.rows() && trimmed.rows() < whole.rows());
        assertSameFeatures(whole, packed, CONTEXT);
        assertSameFeatures(whole, trimmed, CONTEXT);
    }

    /** Some have as many slots for their groups as rows, though not one slot for each row. */
    @Test
    void anyNumberOfRowsInGroupsHasTheSameFeatures() {
        int alike = 0;
        for (int length = 1; length <= 24; length++) {
            for (int classes = 20; classes < 50; classes++) {
                List<String> names = IntStream.range(0, classes).mapToObj(k -> "%c%d ring".formatted('a' + k % 26, k * k))
                        .toList();
                ClassPrompts prompts = clip.textEncoder().classPrompts(length, names);
                PackedPrompts packed = prompts.packed();
                boolean trap = packed.beginning() > 0 && packed.groups() * packed.length() == packed.rows();
                if (trap || length % 8 == 0 && classes % 10 == 0) {
                    assertSameFeatures(prompts.unpacked(true), prompts, length);
                }
                alike += trap ? 1 : 0;
            }
        }
        assertTrue(alike > 0);
    }

    private static void assertSameFeatures(ClassPrompts whole, ClassPrompts packed, int length) {
        float[] context = new float[length * clip.textEncoder().width()];
        Random random = new Random(1);
        for (int i = 0; i < context.length; i++) {
            context[i] = (float) random.nextGaussian() * 0.02f;
        }
        float[][] expected = whole.weights(context);
        float[][] actual = packed.weights(context);
        for (int k = 0; k < expected.length; k++) {
            assertArrayEquals(expected[k], actual[k], 1e-5f);
        }
    }
}
