package io.coopserve.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.coopserve.tensors.InvalidTensorFileException;
import io.coopserve.tensors.Safetensors;
import io.coopserve.tensors.Tensor;

class LearnedPromptTest {
    private static final LearnedPrompt PROMPT = new LearnedPrompt("f00d", List.of("cat", "dög"), new float[][]{{1, 2, 3}},
            new float[][]{{1, 0}, {0, 1}}, 10);

    @Test
    void aFileHoldsTheWholePrompt() {
        LearnedPrompt read = LearnedPrompt.fromSafetensors(PROMPT.toSafetensors());
        assertEquals(PROMPT.model(), read.model());
        assertEquals(PROMPT.classes(), read.classes());
        assertArrayEquals(PROMPT.context(), read.context());
        assertArrayEquals(PROMPT.weights(), read.weights());
        assertEquals(PROMPT.logitScale(), read.logitScale());
    }

    @Test
    void labelsAreRankedBySoftmaxOverScaledCosines() {
        List<Label> labels = PROMPT.classify(new float[]{0.6f, 0.8f});
        assertEquals("dög", labels.get(0).label());
        assertEquals(1 / (1 + Math.exp(-2)), labels.get(0).score(), 1e-6);
        assertEquals(1, labels.get(0).score() + labels.get(1).score(), 1e-12);
    }

    @Test
    void anotherFileIsRefused() {
        byte[] other = Safetensors.write(List.of(Tensor.of("ctx", new float[]{1}, 1, 1)), Map.of());
        assertThrows(InvalidTensorFileException.class, () -> LearnedPrompt.fromSafetensors(other));
    }
}
