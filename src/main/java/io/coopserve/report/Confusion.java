package io.coopserve.report;

import java.util.List;
import java.util.stream.IntStream;

import io.coopserve.report.Evaluation.ClassScore;

/** @param counts (K, K): images by their own class, and of these by the answer */
record Confusion(int[][] counts) {
    static Confusion of(LabelledLogits images) {
        int[][] counts = new int[images.classes()][images.classes()];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)][images.answer(i)]++;
        }
        return new Confusion(counts);
    }

    List<ClassScore> classScores(List<String> classes) {
        int[] answers = new int[counts.length];
        for (int[] row : counts) {
            for (int k = 0; k < row.length; k++) {
                answers[k] += row[k];
            }
        }
        return IntStream.range(0, counts.length).mapToObj(k -> {
            int right = counts[k][k];
            int images = IntStream.of(counts[k]).sum();
            return new ClassScore(classes.get(k), images, share(right, images), share(right, answers[k]),
                    share(2 * right, images
                            + answers[k]));
        }).toList();
    }

    /** Null for 0/0. */
    private static Double share(int part, int all) {
        return all == 0 ? null : (double) part / all;
    }
}
