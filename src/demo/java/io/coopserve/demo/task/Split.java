package io.coopserve.demo.task;

/** The parts of a task. Nothing that is chosen may depend on test images. */
public enum Split {
    TRAIN(32), VALIDATION(16), TEST(30);

    private final int each;

    Split(int each) {
        this.each = each;
    }

    /** Drawings of a class. */
    public int each() {
        return each;
    }
}
