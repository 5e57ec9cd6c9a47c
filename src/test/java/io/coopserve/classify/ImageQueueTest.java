package io.coopserve.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class ImageQueueTest {
    private final ImageQueue<String> queue = new ImageQueue<>(6);

    private void send(String sender, String... images) {
        queue.reserve(images.length);
        queue.add(sender, List.of(images));
    }

    private List<String> batch(int most) {
        List<String> batch = new ArrayList<>();
        queue.drainTo(batch, most);
        return batch;
    }

    @Test
    void sendersTakeTurns() {
        send("many", "m1", "m2", "m3", "m4");
        send("one", "o1");
        assertEquals(List.of("m1", "o1", "m2"), batch(3));
        send("late", "l1");
        assertEquals(List.of("m3", "l1", "m4"), batch(8));
        assertEquals(List.of(), batch(8));
    }

    @Test
    void whatFindsNoPlaceTakesNone() {
        queue.reserve(4);
        assertEquals("4 of 6 images that may wait are there already; try again in a moment.", assertThrows(
                OverloadedException.class, () -> queue.reserve(3)).getMessage());
        queue.reserve(2);
        assertThrows(OverloadedException.class, () -> queue.reserve(1));
    }

    @Test
    void placesAreFreeAgainWhenImagesLeaveOrDoNotCome() {
        send("a", "a1", "a2", "a3");
        queue.reserve(3);
        queue.release(3);
        batch(2);
        send("b", "b1", "b2", "b3", "b4", "b5");
        assertThrows(OverloadedException.class, () -> queue.reserve(1));
    }

    @Test
    void waitsUntilAnImageComes() throws Exception {
        CompletableFuture<List<String>> first = CompletableFuture.supplyAsync(() -> {
            try {
                return List.of(queue.take());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        send("a", "a1");
        assertEquals(List.of("a1"), first.get());
    }
}
