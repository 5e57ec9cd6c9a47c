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

    /** What is fastest: fp16 on a GPU, bf16 on a CPU that multiplies such numbers in hardware, else fp32. */
    static Precision fastest(boolean gpu) {
        if (gpu) {
            return FP16;
        }
        return Cpu.here().multipliesBf16() ? BF16 : FP32;
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
