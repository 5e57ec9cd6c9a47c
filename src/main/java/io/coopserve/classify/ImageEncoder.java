package io.coopserve.classify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.classify.Stages.Stage;
import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.image.ImagePreprocessor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Images of all tenants on their way through the one image tower: whatever waits when it becomes free goes together, of each
 * sender in turn, up to the number that is fastest. An image that comes alone does not wait for company.
 */
@ApplicationScoped
public class ImageEncoder {
    /** An image; the times, by {@link System#nanoTime}, are written by the tower's thread before it has a feature. */
    private static final class Waiting {
        private final float[] pixels;
        private final CompletableFuture<float[]> feature = new CompletableFuture<>();
        private long begun;
        private long ended;

        private Waiting(float[] pixels) {
            this.pixels = pixels;
        }
    }

    private final FrozenClip model;
    private final int places;
    private final Duration patience;
    private final BatchSize size;
    private final ImageQueue<Waiting> queue;
    /** Whoever decodes beside as many others as there are cores only delays them. */
    private final Semaphore decoders = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final Stages stages;
    private final Counter images;
    private final DistributionSummary batches;
    private final Counter refused;
    private final Thread worker = new Thread(this::work, "image-tower");

    ImageEncoder(FrozenClip model, BatchConfiguration configuration, Stages stages, MeterRegistry meters) {
        this.model = model;
        this.places = configuration.queue();
        this.queue = new ImageQueue<>(places);
        this.patience = configuration.patience();
        this.size = new BatchSize(configuration.size());
        this.stages = stages;
        this.images = meters.counter("coop.images");
        this.refused = Counter.builder("coop.requests.refused").description("Requests whose images would wait too long")
                .register(meters);
        this.batches = DistributionSummary.builder("coop.batch.images").description("Images that passed the tower together")
                .register(meters);
        Gauge.builder("coop.queue.images", queue, ImageQueue::taken)
                .description("Images that are decoded or wait for the tower")
                .register(meters);
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Decodes, preprocesses and encodes image files; blocks until they are done.
     *
     * @return features (n, e), each of length 1
     * @throws io.coopserve.image.InvalidImageException if one is not an image; then none is encoded
     * @throws OverloadedException if there is no place for all of them, when nothing was done, or their turn does not come
     * @throws SenderGoneException if the sender is gone before
     */
    public List<float[]> encode(Sender sender, List<byte[]> files) {
        ImagePreprocessor preprocessor = model.clip().preprocessor();
        if (!queue.reserve(files.size(), ahead())) {
            throw overloaded();
        }
        List<Waiting> all = decoded(sender, preprocessor, files);
        long since = System.nanoTime();
        queue.add(sender.account(), all);
        sender.gone().thenRun(() -> withdraw(sender, all, new SenderGoneException()));
        try {
            all.get(0).feature.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            withdraw(sender, all, overloaded());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            withdraw(sender, all, new SenderGoneException());
        } catch (ExecutionException e) {
            // thrown below
        }
        try {
            List<float[]> features = all.stream().map(waiting -> waiting.feature.join()).toList();
            stages.past(Stage.QUEUE, since, all.get(0).begun);
            stages.past(Stage.TOWER, all.get(0).begun, all.get(all.size() - 1).ended);
            return features;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<Waiting> decoded(Sender sender, ImagePreprocessor preprocessor, List<byte[]> files) {
        decoders.acquireUninterruptibly();
        try {
            if (sender.gone().toCompletableFuture().isDone()) {
                throw new SenderGoneException();
            }
            return stages.run(Stage.DECODE, () -> files.stream().map(file -> new Waiting(preprocessor.pixels(file))).toList());
        } catch (RuntimeException | Error e) {
            queue.release(files.size());
            throw e;
        } finally {
            decoders.release();
        }
    }

    private void withdraw(Sender sender, List<Waiting> images, RuntimeException why) {
        queue.remove(sender.account(), images).forEach(image -> image.feature.completeExceptionally(why));
    }

    /** How many images may be there before a request: no more than pass the tower in the time that it may wait. */
    private int ahead() {
        double perImage = size.nanosPerImage();
        return perImage == 0 ? places - 1 : (int) Math.min(places - 1, patience.toNanos() / perImage);
    }

    /** Why an image that came now would be refused, if it would. */
    public Optional<OverloadedException> overload() {
        return queue.taken() <= ahead() ? Optional.empty() : Optional.of(overloaded());
    }

    private OverloadedException overloaded() {
        refused.increment();
        int taken = queue.taken();
        Duration backlog = Duration.ofNanos((long) (taken * size.nanosPerImage()));
        return new OverloadedException(taken, places, backlog, patience);
    }

    private void work() {
        List<Waiting> batch = new ArrayList<>();
        while (!Thread.interrupted()) {
            batch.clear();
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            try {
                float[][] features = pass(batch);
                for (int i = 0; i < features.length; i++) {
                    batch.get(i).feature.complete(features[i]);
                }
                images.increment(features.length);
                batches.record(features.length);
            } catch (RuntimeException | Error e) {
                batch.forEach(waiting -> waiting.feature.completeExceptionally(e));
            }
        }
    }

    private float[][] pass(List<Waiting> batch) {
        Clip clip = model.clip();
        return clip.turn(() -> {
            queue.drainTo(batch, size.next()); // now: who came while a training step went goes along
            long start = System.nanoTime();
            float[][] features = clip.encodeImages(batch.stream().map(waiting -> waiting.pixels).toList());
            long end = System.nanoTime();
            size.measured(batch.size(), end - start);
            batch.forEach(waiting -> {
                waiting.begun = start;
                waiting.ended = end;
            });
            return features;
        });
    }

    /** Whether the thread of the image tower lives. */
    public boolean isAlive() {
        return worker.isAlive();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        worker.interrupt();
        worker.join();
    }
}
