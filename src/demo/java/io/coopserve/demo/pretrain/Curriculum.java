package io.coopserve.demo.pretrain;

/**
 * What is learned when. Words come first, against other words: when the first pictures come, captions that say different things
 * have different features already, and a picture need not find out both at once. Then come drawings that are easy to read, and
 * then all: shapes are learned in a few hundred steps if they are large, and hardly at all if they begin small and crowded.
 *
 * @param words steps without pictures
 * @param easy steps with easy drawings only, after those
 * @param ramp steps in which all others join them, after those
 */
record Curriculum(int words, int easy, int ramp) {
    boolean isOfWords(int step) {
        return step <= words;
    }

    /** Share of drawings that are easy. */
    double easyShare(int step) {
        return Math.min(1, Math.max(0, (words + easy + ramp - step) / (double) ramp));
    }
}
