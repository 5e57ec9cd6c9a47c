package io.coopserve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ai.djl.pytorch.jni.JniUtils;
import io.coopserve.torch.Torch;

/** Where it was measured. */
record Machine(String cpu, int cores, String java, String os, int torchThreads, String device) {

    static Machine here() {
        try (Torch torch = Torch.open("auto", 0)) {
            return new Machine(processor(), Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.name") + " "
                    + System.getProperty("java.runtime.version"),
                    System.getProperty("os.name") + " " + System.getProperty(
                            "os.version") + " " + System.getProperty("os.arch"),
                    JniUtils.getNumThreads(), torch.device());
        }
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.replaceFirst(".*: ", "")).findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
