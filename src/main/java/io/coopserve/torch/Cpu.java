package io.coopserve.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the CPU says of itself; nothing where there is no {@code /proc/cpuinfo}.
 *
 * @param flags of its instruction sets, by Linux' names
 */
public record Cpu(String vendor, String model, Set<String> flags) {
    private static final Path FILE = Path.of("/proc/cpuinfo");

    /** This machine's. */
    public static Cpu here() {
        try {
            List<String> lines = Files.readAllLines(FILE);
            return new Cpu(value(lines, "vendor_id"), value(lines, "model name"), new TreeSet<>(Arrays.asList(value(lines,
                    "flags").split(" "))));
        } catch (IOException e) {
            return new Cpu("", "unknown", Set.of()); // not Linux
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream().filter(line -> line.startsWith(key)).map(line -> line.replaceFirst(".*?: ?", "")).findFirst()
                .orElse("");
    }

    /** Whether it multiplies bf16 in hardware. */
    public boolean multipliesBf16() {
        return multipliesMatrices() || flags.contains("avx512_bf16");
    }

    /** Whether it has AMX, many times as fast in bf16 as in single precision. */
    public boolean multipliesMatrices() {
        return flags.contains("amx_bf16");
    }

    /** AMD's with AVX-512: MKL, which libtorch multiplies with, does not use it there, and oneDNN does. */
    boolean isBetterWithOneDnn() {
        return vendor.equals("AuthenticAMD") && flags.contains("avx512f");
    }
}
