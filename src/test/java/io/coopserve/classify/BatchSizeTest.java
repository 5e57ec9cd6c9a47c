package io.coopserve.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
    private final BatchSize size = new BatchSize(24);

    /** So many batches, each as large as it may be. */
    private int after(int batches, IntToLongFunction nanos) {
        IntStream.range(0, batches).forEach(i -> {
            int next = size.next();
            size.measured(next, nanos.applyAsLong(next));
        });
        return size.next();
    }

    @Test
    void growsWhileImagesPassFaster() {
        assertEquals(1, size.next());
        assertEquals(24, after(10, images -> 1_000_000 + 100_000 * images));
        assertEquals(1e6 / 24 + 1e5, size.nanosPerImage(), 1);
    }

    @Test
    void isNoLargerThanItTakesToBeFast() {
        assertEquals(1, after(10, images -> 1_000_000 * images));
        assertEquals(4, after(80, images -> 1_000_000 * (Math.max(0, 4 - images) + images)));
    }

    @Test
    void triesAgainWhatDidBadlyOnce() {
        after(5, images -> images > 2 ? 10_000_000 * images : 1_000_000);
        assertEquals(2, size.next());
        assertTrue(after(1_000, images -> 1_000_000) > 2);
    }

    @Test
    void isOneAtLeast() {
        assertEquals(1, new BatchSize(1).next());
    }
}
