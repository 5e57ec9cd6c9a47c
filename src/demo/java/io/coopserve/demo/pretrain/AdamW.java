package io.coopserve.demo.pretrain;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.coopserve.torch.Leaf;

/** Adam with decoupled weight decay (arXiv 1711.05101, algorithm 2), with gradients clipped to a norm. */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.98;
    private static final double EPSILON = 1e-6;

    private final List<Map<String, Leaf>> leaves;
    private final double decay;
    private final double largestNorm;
    private final Map<String, Moments> moments = new LinkedHashMap<>();
    private int steps;

    private record Moments(float[] first, float[] second) {}

    /**
     * @param leaves of each replica
     * @param decay of matrices, in rates; vectors and positions have none
     * @param largestNorm of all gradients together; larger ones are made this long
     */
    AdamW(List<Map<String, Leaf>> leaves, double decay, double largestNorm) {
        this.leaves = leaves;
        this.decay = decay;
        this.largestNorm = largestNorm;
    }

    /** Moves all leaves along their gradients, which become 0. */
    void step(double rate) {
        steps++;
        Map<String, float[]> gradients = new LinkedHashMap<>();
        double squares = 0;
        for (String name : leaves.get(0).keySet()) {
            float[] gradient = gradient(name);
            gradients.put(name, gradient);
            double sum = 0;
            for (float value : gradient) {
                sum += (double) value * value;
            }
            squares += sum;
        }
        float clip = (float) Math.min(1, largestNorm / Math.sqrt(squares));
        gradients.forEach((name, gradient) -> move(name, gradient, clip, rate));
    }

    /** The sum over all replicas. */
    private float[] gradient(String name) {
        float[] sum = null;
        for (Map<String, Leaf> replica : leaves) {
            Leaf leaf = replica.get(name);
            float[] part = leaf.gradient();
            leaf.clear();
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

    private void move(String name, float[] gradient, float clip, double rate) {
        Moments m = moments.computeIfAbsent(name, any -> new Moments(new float[gradient.length], new float[gradient.length]));
        FloatBuffer values = leaves.get(0).get(name).values();
        float keep = (float) (1 - rate * (decays(name) ? decay : 0));
        float pace = (float) (rate / (1 - Math.pow(BETA1, steps)));
        float correction = (float) (1 / (1 - Math.pow(BETA2, steps)));
        for (int i = 0; i < gradient.length; i++) {
            float g = gradient[i] * clip;
            m.first[i] = (float) BETA1 * m.first[i] + (float) (1 - BETA1) * g;
            m.second[i] = (float) BETA2 * m.second[i] + (float) (1 - BETA2) * g * g;
            float step = pace * m.first[i] / ((float) Math.sqrt(m.second[i] * correction) + (float) EPSILON);
            values.put(i, keep * values.get(i) - step);
        }
    }

    /** As CLIP does it: no gains, biases, positions or the scale; here neither embeddings, which a caption seldom asks for. */
    private static boolean decays(String name) {
        return name.endsWith("weight") && !name.contains("ln_") && !name.contains("embedding") || name.endsWith("proj")
                || name.endsWith("projection");
    }
}
