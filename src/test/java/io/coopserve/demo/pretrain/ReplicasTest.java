package io.coopserve.demo.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.coopserve.demo.model.InitialWeights;
import io.coopserve.model.ClipSizes;
import io.coopserve.tensors.Tensor;
import io.coopserve.torch.Leaf;

class ReplicasTest {
    private static final int BATCH = 6;
    private static final double LOG_SCALE = 1.5;
    private static final ClipSizes SIZES = new ClipSizes(new ClipSizes.VisionTransformer(new ClipSizes.Tower(32, 2, 2, 64, true,
            1e-5f), 8), new ClipSizes.Tower(32, 2, 2, 64, true, 1e-5f), 16, 50, 12, 24);

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        Batch batch = batch();
        try (Replicas replicas = new Replicas(SIZES, initial(), 2)) {
            ContrastiveLoss.Result result = replicas.backward(batch, LOG_SCALE);
            SplittableRandom random = new SplittableRandom(3);
            for (String name : replicas.leaves().get(0).keySet()) {
                float[] gradient = sum(replicas.leaves(), name);
                // along a random direction: one number says something about all of them
                float[] direction = new float[gradient.length];
                double expected = 0;
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = (float) random.nextGaussian();
                    expected += (double) direction[i] * gradient[i];
                }
                FloatBuffer values = replicas.leaves().get(0).get(name).values();
                double length = 4e-3 / Math.sqrt(gradient.length);
                move(values, direction, length);
                double above = replicas.backward(batch, LOG_SCALE).loss();
                move(values, direction, -2 * length);
                double below = replicas.backward(batch, LOG_SCALE).loss();
                move(values, direction, length);
                assertEquals(expected, (above - below) / (2 * length), 2e-3 + 0.02 * Math.abs(expected), name);
                replicas.leaves().forEach(leaves -> leaves.values().forEach(Leaf::clear));
                replicas.backward(batch, LOG_SCALE);
            }
            double above = replicas.backward(batch, LOG_SCALE + 1e-2).loss();
            double below = replicas.backward(batch, LOG_SCALE - 1e-2).loss();
            assertEquals((above - below) / 2e-2, result.scaleGradient(), 1e-3);
        }
    }

    @Test
    void partsOfABatchGiveWhatItGivesWhole() {
        Batch batch = batch();
        try (Replicas one = new Replicas(SIZES, initial(), 1); Replicas three = new Replicas(SIZES, initial(), 3)) {
            assertEquals(one.backward(batch, LOG_SCALE).loss(), three.backward(batch, LOG_SCALE).loss(), 1e-6);
            for (String name : one.leaves().get(0).keySet()) {
                assertArrayEquals(sum(one.leaves(), name), sum(three.leaves(), name), 1e-5f, name);
            }
        }
    }

    @Test
    void theSameStepsGiveTheSameBits() {
        assertEquals(learned(), learned());
    }

    private static List<List<Float>> learned() {
        try (Replicas replicas = new Replicas(SIZES, initial(), 2)) {
            AdamW optimiser = new AdamW(replicas.leaves(), 0.1, 1);
            for (int step = 0; step < 5; step++) {
                replicas.backward(batch(), LOG_SCALE);
                optimiser.step(1e-3);
            }
            return replicas.weights().values().stream().map(Tensor::floats).map(ReplicasTest::boxed).toList();
        }
    }

    private static List<Float> boxed(float[] values) {
        return java.util.stream.IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    private static Map<String, Tensor> initial() {
        return InitialWeights.of(SIZES, 1);
    }

    private static float[] sum(List<Map<String, Leaf>> replicas, String name) {
        float[] sum = null;
        for (Map<String, Leaf> leaves : replicas) {
            float[] part = leaves.get(name).gradient();
            if (sum == null) {
                sum = part;
            } else {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
        }
        return sum;
    }

    private static void move(FloatBuffer values, float[] direction, double length) {
        for (int i = 0; i < direction.length; i++) {
            values.put(i, (float) (values.get(i) + length * direction[i]));
        }
    }

    private static Batch batch() {
        SplittableRandom random = new SplittableRandom(2);
        float[] pixels = new float[BATCH * 3 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        long[][] captions = new long[BATCH][];
        boolean[][] right = new boolean[BATCH][BATCH];
        for (int i = 0; i < BATCH; i++) {
            captions[i] = random.longs(4 + random.nextInt(8), 0, 48).toArray();
            captions[i][captions[i].length - 1] = 49;
            for (int j = 0; j < BATCH; j++) {
                right[i][j] = i == j || random.nextInt(4) == 0;
            }
        }
        return new Batch(pixels, new long[0][], captions, right);
    }
}
