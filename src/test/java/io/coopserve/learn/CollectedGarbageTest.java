package io.coopserve.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.coopserve.clip.ClassPrompts;
import io.coopserve.clip.Clip;
import io.coopserve.image.Decoding;
import io.coopserve.model.ModelFolder;

/**
 * Gradients are the same whenever the garbage collector comes: what a backward pass remembers of its forward pass may not lie
 * in memory that the collector owns.
 */
class CollectedGarbageTest {
    private static final long SECONDS = 5; // for which steps are taken, dozens to hundreds of them
    private static final int CONTEXT = 4; // M
    private static final List<String> NAMES = List.of("circle", "square", "star");

    private final Random random = new Random(1);
    private Clip clip;
    private ClassPrompts prompts;
    private LabelledFeatures images;
    private Thread collector;

    @BeforeEach
    void load(@TempDir Path cache) {
        clip = Clip.load(ModelFolder.of(ModelFolder.DEMO),
                new Clip.Options("cpu", 1, "fp32", Decoding.official(1 << 20), cache));
        prompts = clip.textEncoder().classPrompts(CONTEXT, NAMES);
        images = new LabelledFeatures(IntStream.range(0, 12).mapToObj(i -> RandomNumbers.direction(random, clip.embedding()))
                .toArray(float[][]::new), IntStream.range(0, 12).map(i -> i % NAMES.size()).toArray());
        collector = new Thread(CollectedGarbageTest::collect);
        collector.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        collector.interrupt();
        collector.join();
        clip.close();
    }

    /** Collects again and again, and writes into whatever memory is free after that. */
    private static void collect() {
        while (!Thread.currentThread().isInterrupted()) {
            System.gc();
            for (int i = 0; i < 100; i++) {
                ByteBuffer.allocateDirect(4).putInt(-1); // not a number
            }
        }
    }

    private static long end() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    }

    private float[] context() {
        return RandomNumbers.normal(random, CONTEXT * clip.textEncoder().width(), 0.02);
    }

    @Test
    void coop() {
        PromptLearner learner = new PromptLearner(clip, prompts, Training.UNBOUNDED);
        float[] context = context();
        float[] gradient = learner.step(context, images).gradient();
        for (long end = end(); System.nanoTime() < end;) {
            assertArrayEquals(gradient, learner.step(context, images).gradient());
        }
    }

    @Test
    void cocoop() {
        CocoopLearner learner = new CocoopLearner(clip, prompts, CONTEXT, Training.UNBOUNDED);
        float[] parameters = CocoopLearner.joined(List.of(context(), Cocoop.metaNet(random, clip.embedding(), clip.textEncoder()
                .width())));
        float[] gradient = learner.step(parameters, images).gradient();
        for (long end = end(); System.nanoTime() < end;) {
            assertArrayEquals(gradient, learner.step(parameters, images).gradient());
        }
    }
}
