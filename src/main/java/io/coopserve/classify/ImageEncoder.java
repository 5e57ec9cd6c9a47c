package io.coopserve.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.coopserve.clip.Clip;
import io.coopserve.clip.FrozenClip;
import io.coopserve.image.ImagePreprocessor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Images of all tenants on their way through the one image tower: whatever waits when it becomes free goes together, of each
 * sender in turn. An image that comes alone does not wait for company.
 */
@ApplicationScoped
public class ImageEncoder {
    private record Waiting(float[] pixels, CompletableFuture<float[]> feature) {}

    private final FrozenClip model;
    private final BatchConfiguration configuration;
    private final ImageQueue<Waiting> queue;
    private final Counter images;
    private final Thread worker = new Thread(this::work, "image-tower");

    ImageEncoder(FrozenClip model, BatchConfiguration configuration, MeterRegistry meters) {
        this.model = model;
        this.configuration = configuration;
        this.queue = new ImageQueue<>(configuration.queue());
        this.images = meters.counter("coop.images");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Decodes, preprocesses and encodes image files; blocks until they are done.
     *
     * @param sender whose images they are: senders take turns
     * @return features (n, e), each of length 1
     * @throws io.coopserve.image.InvalidImageException if one is not an image; then none is encoded
     * @throws OverloadedException if there is no place for all of them; then nothing was done
     */
    public List<float[]> encode(String sender, List<byte[]> files) {
        ImagePreprocessor preprocessor = model.clip().preprocessor();
        queue.reserve(files.size());
        List<Waiting> all;
        try {
            all = files.stream().map(file -> new Waiting(preprocessor.pixels(file), new CompletableFuture<>())).toList();
        } catch (RuntimeException | Error e) {
            queue.release(files.size());
            throw e;
        }
        queue.add(sender, all);
        try {
            return all.stream().map(waiting -> waiting.feature.join()).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
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
                Clip clip = model.clip();
                float[][] features = clip.turn(() -> {
                    queue.drainTo(batch, configuration.size()); // now: who came while a training step went goes along
                    return clip.encodeImages(batch.stream().map(Waiting::pixels).toList());
                });
                for (int i = 0; i < features.length; i++) {
                    batch.get(i).feature.complete(features[i]);
                }
                images.increment(features.length);
            } catch (RuntimeException | Error e) {
                batch.forEach(waiting -> waiting.feature.completeExceptionally(e));
            }
        }
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
