package io.coopserve.report;

/** What a classifier says of labelled images. What is given is kept, not copied: N × K numbers may be many. */
final class LabelledLogits {
    private final double[][] logits;
    private final int[] labels;
    private final int[] answers;

    /**
     * @param logits (N, K), scale × cosine
     * @param labels class index of each image
     * @throws IllegalArgumentException if there is no image, or a row is not K finite numbers and the index of one of them
     */
    LabelledLogits(double[][] logits, int[] labels) {
        if (labels.length == 0 || logits.length != labels.length) {
            throw new IllegalArgumentException("%d rows of logits have %d labels".formatted(logits.length, labels.length));
        }
        this.logits = logits;
        this.labels = labels;
        answers = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            check(i);
            answers[i] = best(logits[i], 0, logits[i].length);
        }
    }

    private void check(int image) {
        double[] row = logits[image];
        if (row.length != classes()) {
            throw new IllegalArgumentException("row %d has %d logits, row 0 has %d".formatted(image, row.length, classes()));
        }
        if (labels[image] < 0 || labels[image] >= row.length) {
            throw new IllegalArgumentException("row %d has label %d of %d classes".formatted(image, labels[image], row.length));
        }
        for (double logit : row) {
            if (!Float.isFinite((float) logit)) { // beyond a float's range squares would not be finite
                throw new IllegalArgumentException("row %d has a logit that is no finite float: %s".formatted(image, logit));
            }
        }
    }

    /** Index of the largest number in a range; of equals the first counts. */
    static int best(double[] row, int from, int to) {
        int best = from;
        for (int k = from + 1; k < to; k++) {
            best = row[k] > row[best] ? k : best;
        }
        return best;
    }

    int size() {
        return labels.length;
    }

    /** K */
    int classes() {
        return logits[0].length;
    }

    double[] row(int image) {
        return logits[image];
    }

    int label(int image) {
        return labels[image];
    }

    /** Class with the largest logit; of equals the first counts. */
    int answer(int image) {
        return answers[image];
    }

    boolean isRight(int image) {
        return answers[image] == labels[image];
    }

    int right() {
        int right = 0;
        for (int i = 0; i < size(); i++) {
            right += isRight(i) ? 1 : 0;
        }
        return right;
    }

    double largest(int image) {
        return logits[image][answers[image]];
    }

    /** How far the logit of the image's own class lies below the largest: 0 or less. */
    double own(int image) {
        return logits[image][labels[image]] - largest(image);
    }
}
