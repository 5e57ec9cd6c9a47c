package io.coopserve.torch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class TorchTest {
    @Test
    void nothingIsComputedWithinTheTurnOfAnother() {
        try (Torch torch = Torch.open("cpu", 1)) {
            CompletableFuture<float[]> product = new CompletableFuture<>();
            Thread other = new Thread(() -> product.complete(torch.yielding(() -> torch.inference(() -> torch.array(
                    new float[]{2}, 1, 1).matMul(torch.array(new float[]{3}, 1, 1)).toFloatArray()))));
            torch.turn(() -> {
                other.start();
                await().until(() -> other.getState() == Thread.State.WAITING);
                assertFalse(product.isDone());
                return null;
            });
            assertArrayEquals(new float[]{6}, product.join());
        }
    }
}
