package io.coopserve.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;

import io.coopserve.clip.Clip;

/** The image tower in a loop, with nothing around it: what no service can surpass. */
final class BareTower {
    private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32);

    private final Clip clip;
    private final byte[] file;
    private final float[] pixels;

    /** @param cpuMillis of an image */
    record Pace(int batch, double imagesPerSecond, double cpuMillis) {
        @Override
        public String toString() {
            return "%.1f images/s in batches of %d".formatted(imagesPerSecond, batch);
        }
    }

    BareTower(Clip clip, byte[] file) {
        this.clip = clip;
        this.file = file;
        this.pixels = clip.preprocessor().pixels(file);
    }

    /** The batch in which images are fastest, without decoding. */
    int bestBatch(double seconds) {
        return BATCHES.stream().map(batch -> tower(batch, seconds)).max(Comparator.comparingDouble(Pace::imagesPerSecond))
                .orElseThrow().batch;
    }

    /** The tower alone. */
    Pace tower(int batch, double seconds) {
        List<float[]> images = Collections.nCopies(batch, pixels);
        return pace(batch, 1, seconds, () -> clip.encodeImages(images));
    }

    /** Decode, resize and tower on all cores: one thread's images are decoded while another's pass the tower. */
    Pace withDecoding(int batch, double seconds) {
        return pace(batch, Runtime.getRuntime().availableProcessors(), seconds,
                () -> clip.encodeImages(IntStream.range(0, batch)
                        .mapToObj(i -> clip.preprocessor().pixels(file)).toList()));
    }

    private static Pace pace(int batch, int threads, double seconds, Runnable pass) {
        pass.run();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        AtomicLong images = new AtomicLong();
        long start = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        CompletableFuture<?>[] loops = new CompletableFuture<?>[threads];
        Arrays.setAll(loops, i -> CompletableFuture.runAsync(() -> {
            while (System.nanoTime() - start < seconds * 1e9) {
                pass.run();
                images.addAndGet(batch);
            }
        }, task -> new Thread(task, "bare-tower").start()));
        CompletableFuture.allOf(loops).join();
        return new Pace(batch, images.get() / ((System.nanoTime() - start) / 1e9), (system.getProcessCpuTime() - cpu) / 1e6
                / images.get());
    }
}
