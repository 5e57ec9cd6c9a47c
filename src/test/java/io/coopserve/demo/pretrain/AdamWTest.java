package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.coopserve.torch.Leaf;
import io.coopserve.torch.Torch;

class AdamWTest {
    private static final double RATE = 0.01;

    @Test
    void theFirstStepIsAsLongAsTheRateAndMatricesDecay() {
        try (Torch torch = Torch.open("cpu", 1)) {
            Leaf matrix = torch.leaf(new float[]{2, -2}, 2, 1);
            Leaf bias = torch.leaf(new float[]{2, -2}, 2);
            AdamW optimiser = new AdamW(List.of(Map.of("visual.proj", matrix), Map.of("visual.proj", torch.leaf(matrix))), 0.5,
                    1e9);
            AdamW other = new AdamW(List.of(Map.of("visual.ln_post.bias", bias)), 0.5, 1e9);
            pull(torch, matrix);
            pull(torch, bias);
            optimiser.step(RATE);
            other.step(RATE);
            assertEquals(2 * (1 - RATE * 0.5) - RATE, matrix.values().get(0), 1e-5);
            assertEquals(-2 * (1 - RATE * 0.5) - RATE, matrix.values().get(1), 1e-5);
            assertEquals(2 - RATE, bias.values().get(0), 1e-5);
            assertEquals(0, bias.gradient()[0], "gradients are cleared");
        }
    }

    @Test
    void gradientsOfReplicasAreAddedAndLongOnesCut() {
        try (Torch torch = Torch.open("cpu", 1)) {
            Leaf first = torch.leaf(new float[]{1}, 1);
            Leaf second = torch.leaf(first);
            AdamW optimiser = new AdamW(List.of(Map.of("ln.bias", first), Map.of("ln.bias", second)), 0, 1e-6);
            pull(torch, first);
            pull(torch, second);
            assertEquals(3, first.gradient()[0]);
            optimiser.step(RATE);
            // 6 is cut to 1e-6, which is as small as the epsilon: half a step
            assertEquals(1 - RATE / 2, first.values().get(0), 1e-5);
            assertEquals(first.values().get(0), second.values().get(0), "they are the same numbers");
        }
    }

    /** Leaves a gradient of 3 in each place. */
    private static void pull(Torch torch, Leaf leaf) {
        torch.training(() -> {
            torch.backward(leaf.array().mul(torch.array(new float[]{3}, 1)).sum());
            return null;
        });
    }
}
