package io.coopserve.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import io.coopserve.report.Evaluation.ClassScore;
import io.coopserve.report.Evaluation.Mistake;

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

    /** What is taken for what, the most frequent first, of equals in class order. */
    List<Mistake> mistakes(List<String> classes, int most) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            for (int answer = 0; answer < counts.length; answer++) {
                if (answer != k && counts[k][answer] > 0) {
                    mistakes.add(new Mistake(classes.get(k), classes.get(answer), counts[k][answer]));
                }
            }
        }
        return mistakes.stream().sorted(Comparator.comparingInt(Mistake::images).reversed()).limit(most).toList();
    }

    /** Null for 0/0. */
    private static Double share(int part, int all) {
        return all == 0 ? null : (double) part / all;
    }
}
