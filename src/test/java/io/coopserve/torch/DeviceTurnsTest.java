package io.coopserve.torch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeviceTurnsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private final CountDownLatch occupied = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> order = new CopyOnWriteArrayList<>();

    private Thread start(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Starts a thread that holds the device, or waits for its turn, when this returns. */
    private Thread queue(Runnable work) {
        Thread thread = start(work);
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private Thread occupy(DeviceTurns turns) {
        return queue(() -> turns.take(() -> {
            try {
                occupied.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return null;
        }));
    }

    private Thread serve(DeviceTurns turns, String name) {
        return queue(() -> turns.take(() -> order.add(name)));
    }

    private Thread train(DeviceTurns turns, String name) {
        return queue(() -> turns.training(() -> turns.take(() -> order.add(name))));
    }

    private void release() throws InterruptedException {
        occupied.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        release();
    }

    @Test
    void servingGoesBeforeTrainingAndWhoCameFirstBeforeItsLike() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(LONG);
        occupy(turns);
        train(turns, "t1");
        serve(turns, "s1");
        train(turns, "t2");
        serve(turns, "s2");
        release();
        assertEquals(List.of("s1", "s2", "t1", "t2"), order);
    }

    @Test
    void trainingThatHasWaitedTooLongGoesNext() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(Duration.ZERO);
        occupy(turns);
        serve(turns, "s1");
        train(turns, "t1");
        release();
        assertEquals(List.of("t1", "s1"), order);
    }

    @Test
    void trainingGoesNotTwiceInARowWhileSomebodyIsToBeServed() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(Duration.ZERO);
        occupy(turns);
        train(turns, "t1");
        train(turns, "t2");
        serve(turns, "s1");
        release();
        assertEquals(List.of("t1", "s1", "t2"), order);
    }

    @Test
    void trainingGoesOnWhateverIsServed() {
        DeviceTurns turns = new DeviceTurns(Duration.ofMillis(20));
        AtomicBoolean trained = new AtomicBoolean();
        for (int i = 0; i < 3; i++) {
            start(() -> {
                while (!trained.get()) {
                    turns.take(() -> order.add("s"));
                }
            });
        }
        await().until(() -> order.size() > 10);
        for (int step = 0; step < 5; step++) {
            turns.training(() -> turns.take(() -> order.add("t")));
        }
        trained.set(true);
        assertTrue(order.size() > 15);
    }

    @Test
    void oneTurnAtATime() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(Duration.ofMillis(1));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int[] counted = {0};
        for (int i = 0; i < 8; i++) {
            boolean training = i % 2 == 0;
            Runnable work = () -> {
                for (int j = 0; j < 500; j++) {
                    turns.take(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        counted[0]++;
                        return inside.decrementAndGet();
                    });
                }
            };
            start(training ? () -> turns.training(() -> {
                work.run();
                return null;
            }) : work);
        }
        release();
        assertEquals(1, most.get());
        assertEquals(4000, counted[0]);
    }

    @Test
    void turnWithinATurnIsPartOfIt() {
        DeviceTurns turns = new DeviceTurns(LONG);
        assertEquals("inner", turns.take(() -> turns.take(() -> "inner")));
    }

    @Test
    void oneThreadComputesForAll() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(LONG);
        Set<Thread> computing = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 8; i++) {
            start(() -> turns.take(() -> computing.add(Thread.currentThread())));
        }
        release();
        assertEquals(1, computing.size());
    }

    @Test
    void whoComesAfterTheEndIsToldSo() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(LONG);
        occupy(turns);
        serve(turns, "before");
        turns.close();
        assertThrows(IllegalStateException.class, () -> turns.take(() -> order.add("late")));
        release();
        assertEquals(List.of("before"), order);
    }

    @Test
    void turnEndsWithWhatItThrows() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(LONG);
        assertThrows(IllegalStateException.class, () -> turns.take(() -> {
            throw new IllegalStateException();
        }));
        start(() -> turns.take(() -> order.add("next"))).join();
        assertEquals(List.of("next"), order);
    }

    @Test
    void interruptOfWhoWaitsIsKeptAndNoTurnIsLost() throws InterruptedException {
        DeviceTurns turns = new DeviceTurns(LONG);
        occupy(turns);
        boolean[] interrupted = {false};
        Thread waiting = queue(() -> {
            turns.take(() -> order.add("interrupted"));
            interrupted[0] = Thread.interrupted();
        });
        waiting.interrupt();
        serve(turns, "after");
        release();
        assertTrue(interrupted[0]);
        assertEquals(List.of("interrupted", "after"), order);
        assertEquals("free", turns.take(() -> "free"));
    }
}
