package io.coopserve.demo.pretrain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.coopserve.clip.Clip;
import io.coopserve.demo.draw.Painter;
import io.coopserve.demo.task.DrawnTask;
import io.coopserve.demo.world.Motif;

/** Drawings that no choice of weights has seen, asked by hand-written prompts. */
final class Validation {
    private static final String GENERIC = "a photo of a {}.";
    private static final int BATCH = 16;

    private final Map<DrawnTask, List<float[]>> pictures = new EnumMap<>(DrawnTask.class); // by class, so many each
    private final int each;

    /** Accuracy with "a photo of a {}." and with the task's own prompt. */
    record Scores(double generic, double specific) {}

    /** @param each drawings of a class */
    Validation(int side, Pixels pixels, int each, long seed) {
        this.each = each;
        Painter painter = new Painter(side);
        for (DrawnTask task : DrawnTask.values()) {
            SplittableRandom random = new SplittableRandom(seed + task.ordinal());
            List<float[]> drawn = new ArrayList<>();
            for (Motif motif : task.classes().values()) {
                for (int i = 0; i < each; i++) {
                    float[] values = new float[pixels.values()];
                    pixels.put(painter.paint(motif.draw(random), random.nextLong()), 0, 0, values, 0);
                    drawn.add(values);
                }
            }
            pictures.put(task, drawn);
        }
    }

    Map<DrawnTask, Scores> of(Clip clip) {
        Map<DrawnTask, Scores> scores = new EnumMap<>(DrawnTask.class);
        pictures.forEach((task, drawn) -> {
            List<float[]> features = new ArrayList<>();
            for (int from = 0; from < drawn.size(); from += BATCH) {
                features.addAll(List.of(clip.encodeImages(drawn.subList(from, Math.min(from + BATCH, drawn.size())))));
            }
            scores.put(task, new Scores(accuracy(clip, task, features, GENERIC), accuracy(clip, task, features, task.template())));
        });
        return scores;
    }

    private double accuracy(Clip clip, DrawnTask task, List<float[]> features, String template) {
        float[][] weights = clip.textEncoder().templateWeights(List.copyOf(task.classes().keySet()), List.of(template));
        int right = 0;
        for (int i = 0; i < features.size(); i++) {
            right += best(weights, features.get(i)) == i / each ? 1 : 0;
        }
        return (double) right / features.size();
    }

    private static int best(float[][] weights, float[] feature) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < weights.length; k++) {
            double sum = 0;
            for (int i = 0; i < feature.length; i++) {
                sum += weights[k][i] * feature[i];
            }
            if (sum > most) {
                most = sum;
                best = k;
            }
        }
        return best;
    }
}
