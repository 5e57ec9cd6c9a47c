package io.coopserve.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class ImageQueueTest {
    private static final int PLACES = 6;
    private final ImageQueue<String> queue = new ImageQueue<>(PLACES);

    private void send(String sender, String... images) {
        assertTrue(queue.reserve(images.length, PLACES));
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
        assertTrue(queue.reserve(4, PLACES));
        assertFalse(queue.reserve(3, PLACES));
        assertEquals(4, queue.taken());
        assertTrue(queue.reserve(2, PLACES));
        assertFalse(queue.reserve(1, PLACES));
    }

    @Test
    void whoWouldHaveTooManyBeforeThemFindsNoPlace() {
        assertTrue(queue.reserve(4, 0));
        assertFalse(queue.reserve(1, 3));
        assertTrue(queue.reserve(1, 4));
    }

    @Test
    void placesAreFreeAgainWhenImagesLeaveOrDoNotCome() {
        send("a", "a1", "a2", "a3");
        assertTrue(queue.reserve(3, PLACES));
        queue.release(3);
        batch(2);
        send("b", "b1", "b2", "b3", "b4", "b5");
        assertFalse(queue.reserve(1, PLACES));
    }

    @Test
    void whatStillWaitsCanBeTakenBack() {
        send("a", "a1", "a2");
        send("b", "b1");
        assertEquals(List.of("a1"), batch(1));
        assertEquals(List.of("a2"), queue.remove("a", List.of("a1", "a2")));
        assertEquals(List.of(), queue.remove("a", List.of("a1", "a2")));
        assertEquals(1, queue.taken());
        assertEquals(List.of("b1"), batch(8));
        assertEquals(List.of(), queue.remove("b", List.of("b1")));
        assertEquals(0, queue.taken());
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
