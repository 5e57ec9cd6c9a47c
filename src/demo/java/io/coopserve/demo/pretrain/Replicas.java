package io.coopserve.demo.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.coopserve.clip.TrainableClip;
import io.coopserve.clip.TrainableClip.Pair;
import io.coopserve.model.ClipSizes;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Leaf;
import io.coopserve.torch.Torch;

/**
 * One model on several threads, each with a part of every batch: for matrices as small as these that is faster than sharing
 * every operation between threads. What each computes depends on nothing but its part, and gradients are added in a fixed
 * order, so the same seed gives the same weights.
 */
final class Replicas implements AutoCloseable {
    private final List<Torch> torches = new ArrayList<>();
    private final List<TrainableClip> clips = new ArrayList<>();
    private final ExecutorService threads;
    private final int embedding;
    private final int count;

    Replicas(ClipSizes sizes, Map<String, Tensor> initial, int count) {
        this.embedding = sizes.embedding();
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count, task -> new Thread(task, "replica"));
        for (int i = 0; i < count; i++) {
            Torch torch = Torch.open("cpu", 1);
            torches.add(torch);
            clips.add(i == 0 ? new TrainableClip(torch, sizes, initial) : clips.get(0).replica(torch));
        }
    }

    /** The loss of a batch; its gradients are added to those of the {@link #leaves}. */
    ContrastiveLoss.Result backward(Batch batch, double logScale) {
        Meeting meeting = new Meeting(batch, logScale);
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int part = i;
            parts.add(threads.submit(() -> {
                try {
                    meeting.bring(part, clips.get(part));
                } catch (RuntimeException | Error e) {
                    meeting.barrier.reset(); // nobody waits for a part that never comes
                    throw e;
                }
            }));
        }
        parts.forEach(Replicas::finish);
        return meeting.result;
    }

    private static void finish(Future<?> part) {
        try {
            part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a training step", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of a training step failed", e.getCause());
        }
    }

    /** Where the parts of one batch meet: the loss looks at all of it. */
    private final class Meeting {
        private final Batch batch;
        private final double logScale;
        private final Pair[] features = new Pair[count];
        private final CyclicBarrier barrier = new CyclicBarrier(count, this::lose);
        private ContrastiveLoss.Result result;

        Meeting(Batch batch, double logScale) {
            this.batch = batch;
            this.logScale = logScale;
        }

        void bring(int part, TrainableClip clip) {
            Batch own = batch.part(part, count);
            if (own.isOfWords()) {
                clip.backward(own.others(), own.captions(), found -> attend(part, found));
            } else {
                clip.backward(own.pixels(), own.captions(), found -> attend(part, found));
            }
        }

        private Pair attend(int part, Pair own) {
            features[part] = own;
            try {
                barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException("another part of the step failed", e);
            }
            return new Pair(own(Pair::images, result.gradients(), part), own(Pair::texts, result.gradients(), part));
        }

        /** A part's share of numbers that are there for all. */
        private float[] own(Function<Pair, float[]> side, Pair all, int part) {
            int from = 0;
            for (int i = 0; i < part; i++) {
                from += side.apply(features[i]).length;
            }
            return Arrays.copyOfRange(side.apply(all), from, from + side.apply(features[part]).length);
        }

        private void lose() {
            result = new ContrastiveLoss(embedding).of(new Pair(all(Pair::images), all(Pair::texts)), batch.right(), logScale);
        }

        private float[] all(Function<Pair, float[]> side) {
            float[] all = new float[Arrays.stream(features).mapToInt(part -> side.apply(part).length).sum()];
            int at = 0;
            for (Pair part : features) {
                float[] values = side.apply(part);
                System.arraycopy(values, 0, all, at, values.length);
                at += values.length;
            }
            return all;
        }
    }

    /** What learns, once for each replica: the same numbers, gradients to be added. */
    List<Map<String, Leaf>> leaves() {
        return clips.stream().map(TrainableClip::leaves).toList();
    }

    Map<String, Tensor> weights() {
        return clips.get(0).weights();
    }

    @Override
    public void close() {
        threads.shutdown();
        torches.forEach(Torch::close);
    }
}
