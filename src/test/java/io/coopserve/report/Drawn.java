package io.coopserve.report;

import java.util.List;

/** Logits from a formula, so that other implementations can be asked about the same. */
final class Drawn {
    private static final int IMAGES = 300;
    private static final int CLASSES = 5;

    private Drawn() {
    }

    /** 300 images: the own class's logit is raised by 2, then everything is multiplied. */
    static Evaluation evaluation(double scale) {
        double[][] logits = new double[IMAGES][CLASSES];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            labels[i] = (i * i + i / 7) % CLASSES;
            for (int k = 0; k < CLASSES; k++) {
                logits[i][k] = scale * ((7 * i + 13 * k + i * i * k) % 17 / 4.0 + (k == labels[i] ? 2 : 0));
            }
        }
        return Evaluation.of(List.of("a", "b", "c", "d", "e"), logits, labels);
    }
}
