package io.coopserve.torch;

import java.util.Locale;

/** The number format of the image tower's products. Sums, LayerNorm and softmax are in single precision in all of them. */
public enum Precision {
    FP32(4), BF16(2), FP16(2);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Size of a weight. */
    public int bytes() {
        return bytes;
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
