package io.coopserve.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

class LearnedPromptTest {
    private static final List<String> CLASSES = List.of("cat", "dög");
    private static final float[][] WEIGHTS = {{1, 0}, {0, 1}};
    private static final ContextLayout SPECIFIC = new ContextLayout(2, true, ClassPosition.MIDDLE, Optional.empty());
    private static final ClassWeights PROMPT = new ClassWeights("f00d", CLASSES, 10, WEIGHTS, Optional.of(new LearnedContext(
            SPECIFIC, new float[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3)));
    private static final Conditional CONDITIONAL = new Conditional("f00d", CLASSES, 10, new LearnedContext(new ContextLayout(2,
            false, ClassPosition.END, Optional.of("photomicrograph")), new float[]{1, 2, 3, 4, 5, 6}, 3), new MetaNet(
                    new float[]{1, -1}, new float[]{0.5f}, new float[]{1, 2, 3}, new float[]{0, 0, 10}));
    private static final Cached CACHED = new Cached("f00d", CLASSES, 10, WEIGHTS, new float[][]{{0.6f, 0.8f}, {1, 0}, {0, 1}},
            new int[]{0, 0, 1}, 2, 5.5);

    @Test
    void aFileHoldsClassWeightsAndTheirContext() {
        ClassWeights read = (ClassWeights) PromptFile.read(PromptFile.write(PROMPT));
        assertEquals(PROMPT.model(), read.model());
        assertEquals(CLASSES, read.classes());
        assertEquals(10, read.logitScale());
        assertArrayEquals(WEIGHTS, read.weights());
        assertEquals(SPECIFIC, read.context().orElseThrow().layout());
        assertArrayEquals(PROMPT.context().orElseThrow().vectors(), read.context().orElseThrow().vectors());
        assertArrayEquals(new long[]{2, 2, 3}, Safetensors.read(PromptFile.write(PROMPT)).tensor("ctx").shape());
    }

    @Test
    void aFileHoldsAContextThatDependsOnTheImage() {
        Conditional read = (Conditional) PromptFile.read(PromptFile.write(CONDITIONAL));
        assertEquals(CONDITIONAL.context().layout(), read.context().layout());
        // ReLU(0.5 + 0.3 − 0.1) = 0.7 times (1, 2, 3), and 10 more for the last
        assertArrayEquals(new float[]{1.7f, 3.4f, 15.1f, 4.7f, 6.4f, 18.1f}, read.context(new float[]{0.3f, 0.1f}), 1e-6f);
        assertArrayEquals(new float[]{1, 2, 13, 4, 5, 16}, read.context(new float[]{-1, 0}), 1e-6f);
    }

    @Test
    void aFileHoldsACache() {
        Cached read = (Cached) PromptFile.read(PromptFile.write(CACHED));
        double[] logits = read.logits(new float[][]{{1, 0}})[0];
        assertEquals(10 + 2 * Math.exp(-5.5 * 0.4) + 2, logits[0], 1e-5);
        assertEquals(2 * Math.exp(-5.5), logits[1], 1e-7);
        assertArrayEquals(CACHED.keys(), read.keys());
        assertArrayEquals(CACHED.labels(), read.labels());
    }

    @Test
    void labelsAreRankedBySoftmaxOverScaledCosines() {
        List<Label> labels = Scores.ranked(PROMPT.classes(), PROMPT.logits(new float[][]{{0.6f, 0.8f}})[0], 2, 0);
        assertEquals("dög", labels.get(0).label());
        assertEquals(1 / (1 + Math.exp(-2)), labels.get(0).score(), 1e-6);
        assertEquals(1, labels.get(0).score() + labels.get(1).score(), 1e-12);
    }

    @Test
    void whatIsNoPromptIsRefused() {
        assertRefused("format is null", List.of(Tensor.of("ctx", new float[]{1}, 1, 1)), Map.of());
        assertRefused("kind other", List.of(Tensor.of("logit_scale", new float[]{1})), metadata("other"));
        assertRefused("1 weights", List.of(Tensor.of("logit_scale", new float[]{1}), Tensor.of("class_weights", new float[]{1},
                1, 1)), metadata("class-weights"));
        assertRefused("no context of 2 classes", List.of(Tensor.of("logit_scale", new float[]{1}), Tensor.of("class_weights",
                new float[]{1, 1}, 2, 1), Tensor.of("ctx", new float[]{1, 2, 3}, 3, 1, 1)), metadata("class-weights"));
    }

    private static Map<String, String> metadata(String kind) {
        return Map.of("format", "coop-serve/1", "kind", kind, "classes", "[\"a\",\"b\"]", "clip_fingerprint", "f00d");
    }

    private static void assertRefused(String word, List<Tensor> tensors, Map<String, String> metadata) {
        String message = assertThrows(InvalidTensorFileException.class, () -> PromptFile.read(Safetensors.write(tensors,
                metadata))).getMessage();
        assertTrue(message.contains(word), message);
    }
}
