package io.coopserve.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The number format of the image tower's products. Sums, LayerNorm and softmax are in single precision in all of them. */
public enum Precision {
    FP32(4), BF16(2), FP16(2);

    private static final Path CPU = Path.of("/proc/cpuinfo");

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
        return multipliesBf16() ? BF16 : FP32;
    }

    /** Whether the CPU says that it has AMX or AVX512-BF16. */
    private static boolean multipliesBf16() {
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("flags")).findFirst().map(line -> " " + line + " ")
                    .filter(flags -> flags.contains(" amx_bf16 ") || flags.contains(" avx512_bf16 ")).isPresent();
        } catch (IOException e) {
            return false; // not Linux
        }
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
